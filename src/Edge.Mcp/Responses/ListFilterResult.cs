namespace Edge.Mcp.Responses;

/// <summary>What became of one message and of the entries in it.</summary>
/// <param name="Status">Whether the message passes, and in which form.</param>
/// <param name="Reason">Why it was withheld; otherwise <see cref="WithheldReason.None"/>.</param>
/// <param name="Listed">Entries that stayed.</param>
/// <param name="Dropped">Entries cut out because they are not listed.</param>
/// <param name="Invalid">
/// Entries cut out because they are no objects, have no valid name, repeat one or cannot be read in exactly one way.
/// </param>
/// <param name="Unreadable">How many of these cannot be read in exactly one way.</param>
/// <param name="EntryReason">Why the last of them cannot.</param>
/// <param name="IsNoJson">
/// Whether a message that was withheld is no JSON, however generously read: only a reader that guesses finds anything in it.
/// </param>
internal readonly record struct ListFilterResult(
    ListFilterStatus Status,
    WithheldReason Reason = WithheldReason.None,
    int Listed = 0,
    int Dropped = 0,
    int Invalid = 0,
    int Unreadable = 0,
    WithheldReason EntryReason = WithheldReason.None,
    bool IsNoJson = false);
