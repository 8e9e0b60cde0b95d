namespace Edge.Policy.Matching;

/// <summary>
/// A name, or a glob in which <c>*</c> stands for any run of characters, none included; compared ordinally. Patterns over tools, methods,
/// resources and prompts are all of this form (policy-format.md, Document). Immutable; thread-safe.
/// </summary>
internal sealed class ToolPattern
{
    private readonly string[] _pieces;

    /// <summary>Prepares <paramref name="text"/>; every text is a pattern.</summary>
    public ToolPattern(string text)
    {
        Text = text;
        _pieces = text.Split('*');
        IsExact = _pieces.Length == 1;
        Prefix = _pieces[0];
        Suffix = IsExact ? "" : _pieces[^1];
    }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>Whether the pattern is a name: it has no <c>*</c>.</summary>
    public bool IsExact { get; }

    /// <summary>What stands before the first <c>*</c>; the whole text of a name.</summary>
    public string Prefix { get; }

    /// <summary>What stands after the last <c>*</c>; empty for a name.</summary>
    public string Suffix { get; }

    /// <summary>Says whether the pattern stands for <paramref name="name"/>, in time linear in its length.</summary>
    public bool Matches(ReadOnlySpan<char> name)
    {
        if (IsExact)
            return name.SequenceEqual(Text);
        if (name.Length < Prefix.Length + Suffix.Length || !name.StartsWith(Prefix) || !name.EndsWith(Suffix))
            return false;

        // Each piece at its leftmost place leaves the most room for the rest, so nothing is ever tried twice.
        var rest = name[Prefix.Length..(name.Length - Suffix.Length)];
        for (var i = 1; i < _pieces.Length - 1; i++)
        {
            var at = rest.IndexOf(_pieces[i]);
            if (at < 0)
                return false;
            rest = rest[(at + _pieces[i].Length)..];
        }

        return true;
    }

    /// <summary>
    /// Says whether neither pattern is the more specific although some name matches both. For two names and for a name and a glob that is
    /// never so; for two globs exactly when prefix and suffix are equal: a name that both match begins and ends with both, so equal
    /// lengths mean equal texts, and then the prefix, the middle pieces of the one, those of the other, and the suffix make such a name.
    /// </summary>
    public bool Ties(ToolPattern other) =>
        !IsExact && !other.IsExact
        && Prefix.Equals(other.Prefix, StringComparison.Ordinal) && Suffix.Equals(other.Suffix, StringComparison.Ordinal);

    /// <summary>
    /// Says whether every name that <paramref name="other"/> matches is matched by this. A <c>*</c> of the other can only be met by a
    /// <c>*</c> here, and meets any run if it meets itself: so the other's text is matched as if it were a name.
    /// </summary>
    public bool Covers(ToolPattern other) => Matches(other.Text);

    /// <summary>Says whether some name matches both, in time proportional to the product of the two lengths.</summary>
    public bool Overlaps(ToolPattern other)
    {
        // meets[j]: what is left of this pattern after i characters and of the other after j has a name in common.
        var (mine, theirs) = (Text, other.Text);
        var meets = new bool[theirs.Length + 1];
        for (var i = mine.Length; i >= 0; i--)
        {
            var diagonal = false;
            for (var j = theirs.Length; j >= 0; j--)
            {
                var below = meets[j];
                if (i == mine.Length && j == theirs.Length)
                    meets[j] = true;
                else if (i < mine.Length && mine[i] == '*')
                    meets[j] = below || (j < theirs.Length && meets[j + 1]);
                else if (j < theirs.Length && theirs[j] == '*')
                    meets[j] = meets[j + 1] || (i < mine.Length && below);
                else
                    meets[j] = i < mine.Length && j < theirs.Length && mine[i] == theirs[j] && diagonal;
                diagonal = below;
            }
        }

        return meets[0];
    }

    /// <summary>
    /// Orders patterns, the most specific first: a name, then the glob with the longest literal prefix, then with the longest literal
    /// suffix. Patterns that compare as equal either tie or have no name in common.
    /// </summary>
    public static int CompareBySpecificity(ToolPattern left, ToolPattern right)
    {
        if (left.IsExact || right.IsExact)
            return right.IsExact.CompareTo(left.IsExact);
        var byPrefix = right.Prefix.Length.CompareTo(left.Prefix.Length);
        return byPrefix != 0 ? byPrefix : right.Suffix.Length.CompareTo(left.Suffix.Length);
    }

    /// <summary>The pattern as written.</summary>
    public override string ToString() => Text;
}
