namespace Edge.Stores;

/// <summary>How far a freeze reaches.</summary>
internal enum FreezeScope
{
    /// <summary>One grant, at every server.</summary>
    Grant,

    /// <summary>One server, for every caller.</summary>
    Server,

    /// <summary>Everything.</summary>
    All,
}
