using Edge.Policy.Approvals;

namespace Edge.Gateway.Calls;

/// <summary>The approval that speaks for a call under way. Immutable.</summary>
/// <param name="Approval">The approval as it stood when it was asked.</param>
/// <param name="Url">Where a person finds it; null where Edge has no users, so that nobody could sign in.</param>
internal sealed record CallApproval(Approval Approval, string? Url);
