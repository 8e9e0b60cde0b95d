namespace Edge.Policy.Stores;

/// <summary>What a store is asked to do: the values of <c>edge.store.operation</c>.</summary>
public enum StoreOperation
{
    /// <summary>To take the limits of a call.</summary>
    Take,

    /// <summary>To look at limits without taking any.</summary>
    Look,

    /// <summary>To end what calls took.</summary>
    End,

    /// <summary>To say who is stopped.</summary>
    FindFreeze,

    /// <summary>To stop or thaw.</summary>
    ChangeFreeze,

    /// <summary>To find or make the approval of a call.</summary>
    AskApproval,

    /// <summary>To move an approval on.</summary>
    ChangeApproval,

    /// <summary>To read approvals.</summary>
    ReadApprovals,

    /// <summary>To know that this Edge lives.</summary>
    Renew,

    /// <summary>To forget what is over.</summary>
    Sweep,
}
