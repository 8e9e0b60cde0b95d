using Edge.Policy.Approvals;

namespace Edge.Gateway.Calls;

/// <summary>The approval that speaks for a call under way. Not thread-safe; it belongs to its request.</summary>
internal sealed class CallApproval(Approval approval, string? url)
{
    /// <summary>The approval as it stood when it was asked.</summary>
    public Approval Approval { get; } = approval;

    /// <summary>Where a person finds it; null where Edge has no users, so that nobody could sign in.</summary>
    public string? Url { get; } = url;

    /// <summary>Whether this call uses it: it is given back if no server is reached.</summary>
    public bool IsUsed { get; set; }
}
