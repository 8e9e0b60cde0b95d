namespace Edge.Policy.Approvals;

/// <summary>A call that needs an approval. Immutable.</summary>
/// <param name="Id">The id of the approval, if this call is the first to request it.</param>
/// <param name="Binding">What the approval is bound to.</param>
/// <param name="Revision">The revision of the policy that requires it.</param>
/// <param name="Message">The message of the policy's author to the person.</param>
/// <param name="Arguments">The arguments as people may see them.</param>
/// <param name="Timeout">How long it can be decided and used.</param>
public sealed record ApprovalRequest(string Id, ApprovalBinding Binding, string Revision, string Message, string Arguments,
    TimeSpan Timeout)
{
    /// <summary>The callers that share one bound on pending approvals. Default: the grant.</summary>
    public string Room { get; init; } = Binding.Grant;

    /// <summary>
    /// The bindings of the same call under older keys of the key file; usually none.
    /// </summary>
    public IReadOnlyList<ApprovalBinding> Former { get; init; } = [];

    /// <summary>The keys of all bindings of this call, the current one first.</summary>
    public IEnumerable<string> Keys => Former.Select(former => former.Key).Prepend(Binding.Key);
}
