namespace Edge.Mcp.Responses;

/// <summary>An entry of a list that nobody is shown, because nobody could call it by its name. Immutable.</summary>
/// <param name="List">The list.</param>
/// <param name="Name">Its name, as the server wrote it; null where it has none that could be read.</param>
/// <param name="Problem">What is wrong, in words that follow "it".</param>
internal sealed record InvalidEntry(ListKind List, string? Name, string Problem)
{
    /// <summary>How many of one message are reported, at most.</summary>
    public const int MaxReported = 32;
}
