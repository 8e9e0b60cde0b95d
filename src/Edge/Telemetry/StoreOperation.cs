namespace Edge.Telemetry;

/// <summary>What a store is asked to do: the values of <c>edge.store.operation</c>.</summary>
internal enum StoreOperation
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

    /// <summary>To know that this Edge lives.</summary>
    Renew,

    /// <summary>To forget what is over.</summary>
    Sweep,
}
