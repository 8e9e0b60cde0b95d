namespace Edge.Gateway.Reloading;

/// <summary>What happened to a grant.</summary>
internal enum GrantChangeKind
{
    /// <summary>It came.</summary>
    Added,

    /// <summary>It went.</summary>
    Removed,

    /// <summary>Something of it is another.</summary>
    Changed,
}
