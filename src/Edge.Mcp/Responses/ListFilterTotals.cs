namespace Edge.Mcp.Responses;

/// <summary>The sums over all messages that one filter has judged.</summary>
/// <param name="Listed">Entries that stayed.</param>
/// <param name="Dropped">Entries cut out because they are not listed.</param>
/// <param name="Invalid">
/// Entries cut out because they are no objects, have no valid name, repeat one or cannot be read in exactly one way.
/// </param>
/// <param name="Withheld">Messages not sent on.</param>
/// <param name="LastReason">Why the last of them was withheld.</param>
/// <param name="Unreadable">How many of the invalid entries cannot be read in exactly one way.</param>
/// <param name="EntryReason">Why the last of them cannot.</param>
internal readonly record struct ListFilterTotals(
    long Listed,
    long Dropped,
    long Invalid,
    long Withheld,
    WithheldReason LastReason,
    long Unreadable = 0,
    WithheldReason EntryReason = WithheldReason.None);
