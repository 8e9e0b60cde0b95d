namespace Edge.Policy.Results;

/// <summary>The spelling of a string in a document, without its quotes.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">The index of the quote behind it.</param>
/// <param name="HasEscapes">Whether it has escapes.</param>
internal readonly record struct StringToken(int Start, int End, bool HasEscapes)
{
    /// <summary>How many characters the spelling has.</summary>
    public int Length => End - Start;
}
