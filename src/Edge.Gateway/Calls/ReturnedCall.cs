namespace Edge.Gateway.Calls;

/// <summary>A call that came back with Edge's own state, which was good.</summary>
/// <param name="Rule">The place of the policy that had asked.</param>
/// <param name="Accepted">
/// Whether the caller's person followed the address, as far as the caller says: worth waiting for, and no more.
/// </param>
internal sealed record ReturnedCall(string Rule, bool Accepted);
