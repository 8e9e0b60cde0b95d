using System.Buffers;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Says whether a URI means itself to every server: none of its segments is <c>.</c> or <c>..</c>, nothing encodes a <c>/</c>, <c>\</c>,
/// <c>%</c>, control character or what needs no encoding, and it has no control character (policy-format.md, Methods).
/// </summary>
internal static class UriHygiene
{
    // What some server ends a segment at: RFC 3986 has the first three, browsers take \ for /, Java servers cut a segment at ;.
    private static readonly SearchValues<char> SegmentEnds = SearchValues.Create("/?#\\;");

    public static bool IsClean(ReadOnlySpan<char> uri)
    {
        foreach (var character in uri)
        {
            if (char.IsControl(character))
                return false;
        }

        return !HidesCharacter(uri) && !HasDotSegment(uri);
    }

    private static bool HidesCharacter(ReadOnlySpan<char> uri)
    {
        for (var at = uri.IndexOf('%'); at >= 0; at = uri.IndexOf('%'))
        {
            uri = uri[(at + 1)..];
            if (uri.Length >= 2 && char.IsAsciiHexDigit(uri[0]) && char.IsAsciiHexDigit(uri[1])
                && (char)((HexValue(uri[0]) << 4) | HexValue(uri[1])) is var hidden
                && (hidden is '/' or '\\' or '%' or < ' ' or '\u007f' || IsUnreserved(hidden)))
                return true;
        }

        return false;
    }

    private static bool HasDotSegment(ReadOnlySpan<char> uri)
    {
        var colon = uri.IndexOf(':');
        if (colon >= 0 && !uri[..colon].ContainsAny(SegmentEnds))
            uri = uri[(colon + 1)..];
        while (true)
        {
            var end = uri.IndexOfAny(SegmentEnds);
            if ((end < 0 ? uri : uri[..end]) is "." or "..")
                return true;
            if (end < 0)
                return false;
            uri = uri[(end + 1)..];
        }
    }

    // RFC 3986, section 2.3: encoding these changes nothing but what a pattern sees.
    private static bool IsUnreserved(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '.' or '_' or '~';

    private static int HexValue(char digit) => char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
