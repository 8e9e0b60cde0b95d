namespace Edge.Policy.Stores;

/// <summary>How <see cref="StoreOperation"/> is written.</summary>
internal static class StoreOperationExtensions
{
    /// <summary>A value of <c>edge.store.operation</c>.</summary>
    public static string ToSlug(this StoreOperation operation) => operation switch
    {
        StoreOperation.Take => "take",
        StoreOperation.Look => "look",
        StoreOperation.End => "end",
        StoreOperation.FindFreeze => "find_freeze",
        StoreOperation.ChangeFreeze => "change_freeze",
        StoreOperation.AskApproval => "ask_approval",
        StoreOperation.ChangeApproval => "change_approval",
        StoreOperation.ReadApprovals => "read_approvals",
        StoreOperation.Renew => "renew",
        StoreOperation.Sweep => "sweep",
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "A new operation needs a written form."),
    };
}
