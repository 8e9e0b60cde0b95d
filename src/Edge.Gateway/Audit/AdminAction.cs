namespace Edge.Gateway.Audit;

/// <summary>What was done to what rules calls.</summary>
internal enum AdminAction
{
    /// <summary>A user saved a policy.</summary>
    PolicySaved,

    /// <summary>A policy's changed file became current.</summary>
    PolicyReloaded,

    /// <summary>A policy's changed file was refused.</summary>
    PolicyRefused,

    /// <summary>Changed grants or credentials became current.</summary>
    GrantsReloaded,

    /// <summary>Changed grants or credentials were refused.</summary>
    GrantsRefused,

    /// <summary>A grant came with changed grants.</summary>
    GrantAdded,

    /// <summary>A grant went with changed grants.</summary>
    GrantRemoved,

    /// <summary>A grant's tokens, servers, labels or end changed.</summary>
    GrantChanged,

    /// <summary>A user froze something.</summary>
    Frozen,

    /// <summary>A user thawed something.</summary>
    Thawed,
}
