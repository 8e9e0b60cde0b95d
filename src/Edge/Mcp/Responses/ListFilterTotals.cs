namespace Edge.Mcp.Responses;

/// <summary>The sums over all messages that one filter has judged.</summary>
/// <param name="Listed">Entries that stayed.</param>
/// <param name="Dropped">Entries cut out because they are not listed.</param>
/// <param name="Invalid">Entries cut out because they are no objects, have no valid name or repeat one.</param>
/// <param name="Withheld">Messages not sent on.</param>
/// <param name="LastReason">Why the last of them was withheld.</param>
internal readonly record struct ListFilterTotals(long Listed, long Dropped, long Invalid, long Withheld, WithheldReason LastReason);
