using System.Buffers;

namespace Edge.Policy.Results.Json;

/// <summary>Reads JSON as characters, strictly (RFC 8259). Thread-safe.</summary>
internal static class JsonText
{
    /// <summary>How deep objects and arrays may nest; deeper text is no document.</summary>
    public const int MaxDepth = 128;

    private static readonly SearchValues<char> EndsOfRuns = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"
        + "\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    /// <summary>Whether the text begins as an object or an array does.</summary>
    public static bool MayBeDocument(ReadOnlySpan<char> text) => Space(text, 0) is var at && at < text.Length && text[at] is '{' or '[';

    /// <summary>
    /// Whether the text is one JSON value, at most <see cref="MaxDepth"/> deep, with white space around it and nothing else.
    /// </summary>
    public static bool IsDocument(ReadOnlySpan<char> text)
    {
        Span<bool> isObject = stackalloc bool[MaxDepth];
        var depth = 0;
        var at = Space(text, 0);
        while (true)
        {
            // A value begins here.
            if (at >= text.Length)
                return false;
            if (text[at] is '{' or '[')
            {
                if (depth == MaxDepth)
                    return false;
                isObject[depth++] = text[at] == '{';
                at = Space(text, at + 1);
                if (at >= text.Length)
                    return false;
                if (text[at] != (isObject[depth - 1] ? '}' : ']'))
                {
                    if (isObject[depth - 1] && !Name(text, ref at))
                        return false;
                    continue;
                }

                depth--;
            }
            else if (!Scalar(text, ref at))
                return false;
            else
                at--;

            // A value ends here, and with it perhaps those around it.
            for (at = Space(text, at + 1); ; at = Space(text, at + 1))
            {
                if (depth == 0)
                    return at == text.Length;
                if (at >= text.Length)
                    return false;
                if (text[at] == ',')
                {
                    at = Space(text, at + 1);
                    if (isObject[depth - 1] && !Name(text, ref at))
                        return false;
                    break;
                }

                if (text[at] != (isObject[depth - 1] ? '}' : ']'))
                    return false;
                depth--;
            }
        }
    }

    /// <summary>The index of the first character from <paramref name="at"/> on that is no white space.</summary>
    public static int Space(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is ' ' or '\n' or '\r' or '\t')
            at++;
        return at;
    }

    /// <summary>The index of the quote that ends the string whose content begins at <paramref name="at"/>; -1 if it is no string.</summary>
    public static int EndOfString(ReadOnlySpan<char> text, int at, out bool hasEscapes)
    {
        hasEscapes = false;
        while (true)
        {
            var run = text[at..].IndexOfAny(EndsOfRuns);
            if (run < 0)
                return -1;
            at += run;
            if (text[at] == '"')
                return at;
            if (text[at] != '\\')
                return -1;
            hasEscapes = true;
            var length = EscapeLength(text, at);
            if (length == 0)
                return -1;
            at += length;
        }
    }

    /// <summary>The index behind a number or a word that was found to be valid.</summary>
    public static int EndOfPlain(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && text[at] is (>= '0' and <= '9') or '-' or '+' or '.' or (>= 'a' and <= 'z') or 'E')
            at++;
        return at;
    }

    private static bool Name(ReadOnlySpan<char> text, ref int at)
    {
        if (at >= text.Length || text[at] != '"' || (at = EndOfString(text, at + 1, out _)) < 0)
            return false;
        at = Space(text, at + 1);
        if (at >= text.Length || text[at] != ':')
            return false;
        at = Space(text, at + 1);
        return true;
    }

    private static bool Scalar(ReadOnlySpan<char> text, ref int at)
    {
        switch (text[at])
        {
            case '"':
                at = EndOfString(text, at + 1, out _) + 1;
                return at > 0;
            case 't':
                return Word(text, "true", ref at);
            case 'f':
                return Word(text, "false", ref at);
            case 'n':
                return Word(text, "null", ref at);
            default:
                return Number(text, ref at);
        }
    }

    private static bool Word(ReadOnlySpan<char> text, string word, ref int at)
    {
        if (!text[at..].StartsWith(word, StringComparison.Ordinal))
            return false;
        at += word.Length;
        return true;
    }

    private static bool Number(ReadOnlySpan<char> text, ref int at)
    {
        if (text[at] == '-')
            at++;
        if (at < text.Length && text[at] == '0')
            at++;
        else if (!Digits(text, ref at))
            return false;
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (!Digits(text, ref at))
                return false;
        }

        if (at >= text.Length || text[at] is not ('e' or 'E'))
            return true;
        if (++at < text.Length && text[at] is '+' or '-')
            at++;
        return Digits(text, ref at);
    }

    private static bool Digits(ReadOnlySpan<char> text, ref int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at > start;
    }

    private static int EscapeLength(ReadOnlySpan<char> text, int at)
    {
        if (at + 1 >= text.Length)
            return 0;
        if (text[at + 1] is '"' or '\\' or '/' or 'b' or 'f' or 'n' or 'r' or 't')
            return 2;
        if (text[at + 1] != 'u' || at + 6 > text.Length)
            return 0;
        foreach (var digit in text.Slice(at + 2, 4))
        {
            if (!char.IsAsciiHexDigit(digit))
                return 0;
        }

        return 6;
    }
}
