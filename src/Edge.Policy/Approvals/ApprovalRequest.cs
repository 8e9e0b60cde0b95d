namespace Edge.Policy.Approvals;

/// <summary>A call that needs a person. Immutable.</summary>
/// <param name="Id">The id of the approval, if this call is the first to ask for it.</param>
/// <param name="Binding">What the approval is bound to.</param>
/// <param name="Revision">The revision of the policy that asks.</param>
/// <param name="Message">The policy author's words for the person.</param>
/// <param name="Arguments">The arguments as people may see them.</param>
/// <param name="Timeout">How long it may be answered and used.</param>
public sealed record ApprovalRequest(string Id, ApprovalBinding Binding, string Revision, string Message, string Arguments,
    TimeSpan Timeout)
{
    /// <summary>Who shares the number of calls that may wait: the grant, unless something else is said.</summary>
    public string Room { get; init; } = Binding.Grant;

    /// <summary>
    /// What approvals of the same call are bound to that were asked for before the key file got the key in front; usually none.
    /// </summary>
    public IReadOnlyList<ApprovalBinding> Former { get; init; } = [];

    /// <summary>The keys of all bindings of this call, the one in use first.</summary>
    public IEnumerable<string> Keys => Former.Select(former => former.Key).Prepend(Binding.Key);
}
