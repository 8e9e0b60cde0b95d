namespace Edge.Policy.Stores;

/// <summary>The operations of a store: the values of <c>edge.store.operation</c>.</summary>
public enum StoreOperation
{
    /// <summary>Takes the limits of a call.</summary>
    Take,

    /// <summary>Reads limits without taking any.</summary>
    Look,

    /// <summary>Ends what calls took.</summary>
    End,

    /// <summary>Finds a freeze.</summary>
    FindFreeze,

    /// <summary>Sets or removes a freeze.</summary>
    ChangeFreeze,

    /// <summary>Finds or adds the approval of a call.</summary>
    AskApproval,

    /// <summary>Changes an approval.</summary>
    ChangeApproval,

    /// <summary>Reads approvals.</summary>
    ReadApprovals,

    /// <summary>Renews the sign of life of this process.</summary>
    Renew,

    /// <summary>Removes what is over.</summary>
    Sweep,
}
