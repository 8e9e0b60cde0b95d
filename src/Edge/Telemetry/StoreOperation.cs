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

    /// <summary>To say whether a caller or a server is stopped.</summary>
    FindFreeze,

    /// <summary>To list what is stopped.</summary>
    ListFreezes,

    /// <summary>To stop or thaw.</summary>
    ChangeFreeze,
}
