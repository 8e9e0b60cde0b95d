using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Finds what a text that was sent stands for, in the same time for one text of the policy and for thousands. Immutable; thread-safe.
/// </summary>
internal sealed class TextTable<T>
{
    // An escape takes six bytes and stands for at least one.
    private const long MaxBytesPerByte = 6;

    private readonly FrozenDictionary<string, T> _texts;
    private const int MaxOnStack = 256;

    private readonly int _longest;
    private readonly ulong _lengths;

    public TextTable(IEnumerable<KeyValuePair<string, T>> texts)
    {
        _texts = texts.ToFrozenDictionary(StringComparer.Ordinal);
        _longest = _texts.Keys.Select(Encoding.UTF8.GetByteCount).DefaultIfEmpty().Max();
        foreach (var text in _texts.Keys)
            _lengths |= LengthBit(Encoding.UTF8.GetByteCount(text));
    }

    /// <summary>Finds what <paramref name="text"/> stands for, a text that the policy has too.</summary>
    public bool TryFind(string text, out T? found) => _texts.TryGetValue(text, out found);

    /// <summary>
    /// Finds what <paramref name="operand"/>, a string, stands for. What is longer than every text of the policy is not read.
    /// </summary>
    public bool TryFind(scoped in Operand operand, out T? found)
    {
        found = default;
        if (operand.StatedText is { } stated)
            return TryFind(stated, out found);
        var length = SentText.RawLength(operand.Json);
        if (length > MaxBytesPerByte * _longest || (!operand.Json.ValueIsEscaped && (_lengths & LengthBit(length)) == 0))
            return false;
        using var text = SentText.Of(operand);
        if (text.Utf8.Length > _longest)
            return false;
        if (_longest <= MaxOnStack)
            return TryFind(text.Utf8, stackalloc char[MaxOnStack], out found);
        var chars = ArrayPool<char>.Shared.Rent(_longest);
        var isThere = TryFind(text.Utf8, chars, out found);
        ArrayPool<char>.Shared.Return(chars);
        return isThere;
    }

    private static ulong LengthBit(long length) => 1UL << (int)Math.Min(length, 63);

    private bool TryFind(ReadOnlySpan<byte> text, Span<char> chars, out T? found) =>
        _texts.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(chars[..Encoding.UTF8.GetChars(text, chars)], out found);
}
