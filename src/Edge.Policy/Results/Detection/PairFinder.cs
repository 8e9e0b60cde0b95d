using System.Buffers;

namespace Edge.Policy.Results.Detection;

/// <summary>
/// Finds values whose name says that they are secrets in text that is no JSON: <c>API_KEY=…</c>, <c>token: "…"</c>, <c>password => '…'</c>.
/// Thread-safe.
/// </summary>
internal sealed class PairFinder(PairNames names)
{
    private const int MaxName = 128;
    private const int MaxSpaces = 16;

    private static readonly SearchValues<char> Ends = SearchValues.Create(" \t\r\n\"'`<>,;(){}[]|\\&");
    private static readonly SearchValues<char> QuotedEnds = SearchValues.Create("\"'`\r\n\\");

    private readonly SearchValues<string> _endings = SearchValues.Create(names.Endings, StringComparison.OrdinalIgnoreCase);

    /// <summary>Finds the next value from <paramref name="at"/> on, and moves there; false if there is none.</summary>
    public bool TryNext(ReadOnlySpan<char> text, ref int at, out int start, out int end)
    {
        (start, end) = (0, 0);
        while (at < text.Length)
        {
            var hit = text[at..].IndexOfAny(_endings);
            if (hit < 0)
                return false;
            var word = at + hit;
            at = word + EndingLength(text[word..]);
            if (TryReadValue(text, at, out start, out end) && names.Has(Name(text, at)) && SecretShape.IsPairValue(text[start..end]))
            {
                at = end;
                return true;
            }
        }

        return false;
    }

    private int EndingLength(ReadOnlySpan<char> text)
    {
        foreach (var ending in names.Endings)
        {
            if (text.StartsWith(ending, StringComparison.OrdinalIgnoreCase))
                return ending.Length;
        }

        return 1;
    }

    // The name that ends before end.
    private static ReadOnlySpan<char> Name(ReadOnlySpan<char> text, int end)
    {
        var start = end;
        while (start > 0 && end - start < MaxName && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '_' or '-' or '.'))
            start--;
        return text[start..end];
    }

    private static bool TryReadValue(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        // 1: the name's own quote and the sign between.
        (start, end) = (0, 0);
        at = Quote(text, at, out _);
        at = Spaces(text, at);
        if (at >= text.Length || text[at] is not (':' or '='))
            return false;
        at++;
        if (at < text.Length && text[at] is '=' or '>')
            at++;

        // 2: the value, up to its quote or the end of the word.
        at = Spaces(text, at);
        start = Quote(text, at, out var isQuoted);
        var rest = text[start..Math.Min(text.Length, start + SecretShape.MaxValue + 1)];
        var length = rest.IndexOfAny(isQuoted ? QuotedEnds : Ends);
        end = start + (length < 0 ? rest.Length : length);
        return end - start >= SecretShape.MinValue;
    }

    // Quotes may be escaped, several times in texts within texts.
    private static int Quote(ReadOnlySpan<char> text, int at, out bool isQuoted)
    {
        var after = at;
        while (after < text.Length && text[after] == '\\')
            after++;
        isQuoted = after < text.Length && text[after] is '"' or '\'' or '`';
        return isQuoted ? after + 1 : at;
    }

    private static int Spaces(ReadOnlySpan<char> text, int at)
    {
        for (var most = at + MaxSpaces; at < text.Length && at < most && text[at] is ' ' or '\t';)
            at++;
        return at;
    }
}
