namespace Edge.Policy.Results;

/// <summary>What stands in place of what was found: <c>[redacted: name]</c>. A replacement is never searched again.</summary>
internal static class Replacements
{
    private const string Beginning = "[redacted: ";
    private const int MaxName = 40;

    /// <summary>The replacement that names <paramref name="name"/>.</summary>
    public static string Of(string name) => $"{Beginning}{name}]";

    /// <summary>
    /// Adds the parts of a match to <paramref name="edits"/> that no replacement holds already: one of a name of <paramref
    /// name="names"/>, so
    /// that nobody can write a secret as if it were one.
    /// </summary>
    public static bool AddOutside(
        ReadOnlySpan<char> text, int start, int end, string name, IReadOnlySet<string> names, List<TextEdit> edits)
    {
        var before = edits.Count;
        var replacement = Of(name);
        var at = Math.Max(0, start - Beginning.Length - MaxName);
        while (at < end && text[at..].IndexOf(Beginning, StringComparison.Ordinal) is var next && next >= 0 && (at += next) < end)
        {
            var length = Length(text[at..], names);
            if (length == 0 || at + length <= start)
            {
                at += Math.Max(length, 1);
                continue;
            }

            if (at > start)
                edits.Add(new TextEdit(start, at, replacement));
            start = at += length;
        }

        if (start < end)
            edits.Add(new TextEdit(start, end, replacement));
        return edits.Count > before;
    }

    // The length of the replacement that the text begins with; nought if it begins with none.
    private static int Length(ReadOnlySpan<char> text, IReadOnlySet<string> names)
    {
        var rest = text[Beginning.Length..];
        var end = rest[..Math.Min(rest.Length, MaxName + 1)].IndexOf(']');
        return end > 0 && names.Contains(rest[..end].ToString()) ? Beginning.Length + end + 1 : 0;
    }
}
