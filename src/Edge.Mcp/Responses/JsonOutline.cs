using System.Buffers;

namespace Edge.Mcp.Responses;

/// <summary>Where the values of a JSON text begin and end, by brackets and strings alone; what else is in them does not matter.</summary>
internal readonly ref struct JsonOutline(ReadOnlySpan<byte> json)
{
    private static readonly SearchValues<byte> EndOfScalar = SearchValues.Create(",]} \t\r\n"u8);
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Whether there is a bracket of that kind.</summary>
    public bool Opens(int at, byte bracket) => at < _json.Length && _json[at] == bracket;

    /// <summary>Where something other than white space begins.</summary>
    public int EndOfBlanks(int at)
    {
        var rest = _json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return rest < 0 ? _json.Length : at + rest;
    }

    /// <summary>Goes on to the next member of an object; false at its end, and where there is none.</summary>
    /// <param name="at">Behind the bracket, or behind the member before; then behind this one.</param>
    /// <param name="name">The name as it is written, without quotes.</param>
    /// <param name="value">Where the value begins.</param>
    public bool TryNextMember(ref int at, out Range name, out int value)
    {
        (name, value) = (default, 0);
        var start = EndOfComma(at);
        if (!Opens(start, (byte)'"') || EndOfString(start) is not (> 0 and var end))
            return false;
        name = (start + 1)..(end - 1);
        var colon = EndOfBlanks(end);
        if (!Opens(colon, (byte)':'))
            return false;
        value = EndOfBlanks(colon + 1);
        at = EndOfValue(value);
        return at > value;
    }

    /// <summary>Goes on to the next element of an array; false at its end, and where there is none.</summary>
    public bool TryNextElement(ref int at, out Range element)
    {
        var start = EndOfComma(at);
        element = default;
        if (start >= _json.Length || _json[start] == (byte)']')
            return false;
        at = EndOfValue(start);
        element = start..Math.Max(at, start);
        return at > start;
    }

    private int EndOfComma(int at)
    {
        at = EndOfBlanks(at);
        return Opens(at, (byte)',') ? EndOfBlanks(at + 1) : at;
    }

    // 0 where the text ends first.
    private int EndOfString(int at)
    {
        for (at++; at < _json.Length; at++)
        {
            var stop = _json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (stop < 0)
                return 0;
            at += stop;
            if (_json[at] == (byte)'"')
                return at + 1;
            at++;
        }

        return 0;
    }

    private int EndOfValue(int at)
    {
        if (at >= _json.Length)
            return 0;
        if (_json[at] == (byte)'"')
            return EndOfString(at);
        if (_json[at] is not ((byte)'{' or (byte)'['))
            return _json[at..].IndexOfAny(EndOfScalar) is >= 0 and var length ? at + length : 0;
        var depth = 0;
        while (true)
        {
            var stop = _json[at..].IndexOfAny(Structure);
            if (stop < 0)
                return 0;
            at += stop;
            if (_json[at] == (byte)'"')
            {
                at = EndOfString(at);
                if (at == 0)
                    return 0;
                continue;
            }

            depth += _json[at++] is (byte)'{' or (byte)'[' ? 1 : -1;
            if (depth == 0)
                return at;
        }
    }
}
