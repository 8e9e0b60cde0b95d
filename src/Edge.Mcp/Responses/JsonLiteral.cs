namespace Edge.Mcp.Responses;

/// <summary>
/// Reads numbers and the words that stand outside strings in JSON, those that Python writes included. The default value is ready for one.
/// </summary>
internal struct JsonLiteral
{
    private byte _first;
    private int _length;
    private bool _isNumber;

    /// <summary>Whether a word has begun that the last byte did not continue.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>What was read of a word.</summary>
    public readonly ReadOnlySpan<byte> Read => WordOf(_first)[.._length];

    /// <summary>Takes a byte that belongs to a literal, which is a value: <paramref name="valueFollows"/> becomes false.</summary>
    public bool TryRead(byte b, ref bool valueFollows)
    {
        var word = WordOf(_first);
        if (!word.IsEmpty)
        {
            if (_length < word.Length && word[_length] == b)
            {
                _length++;
                return true;
            }

            IsBroken = char.IsAsciiLetterOrDigit((char)b);
            return false;
        }

        if (b is >= (byte)'0' and <= (byte)'9' or (byte)'-' or (byte)'+' or (byte)'.' || (_isNumber && b is (byte)'e' or (byte)'E'))
        {
            (_isNumber, valueFollows) = (true, false);
            return true;
        }

        if (WordOf(b).IsEmpty)
            return false;
        (_first, _length, valueFollows) = (b, 1, false);
        return true;
    }

    /// <summary>The literal has ended, if one had begun.</summary>
    public void End() => this = default;

    private static ReadOnlySpan<byte> WordOf(byte first) => first switch
    {
        (byte)'t' => "true"u8,
        (byte)'f' => "false"u8,
        (byte)'n' => "null"u8,
        (byte)'N' => "NaN"u8,
        (byte)'I' => "Infinity"u8,
        _ => default,
    };
}
