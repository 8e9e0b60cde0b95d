namespace Edge.Mcp;

/// <summary>What the published revisions say of one method.</summary>
/// <param name="Name">The method, interned.</param>
/// <param name="Source">The member of <c>params</c> that names the target; without it the message cannot be judged.</param>
/// <param name="IsNotification">Whether it is sent without an <c>id</c>.</param>
/// <param name="NeedsNameHeader">Whether <c>Mcp-Name</c> is required from 2026-07-28 on.</param>
/// <param name="IsLegacyOnly">Whether the revisions from 2026-07-28 on no longer have it.</param>
internal sealed record MethodFacts(
    string Name, NameSource Source = NameSource.None, bool IsNotification = false, bool NeedsNameHeader = false, bool IsLegacyOnly = false);
