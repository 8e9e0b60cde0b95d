namespace Edge.Policy.Freezes;

/// <summary>How far a freeze reaches.</summary>
public enum FreezeScope
{
    /// <summary>One grant, at every server.</summary>
    Grant,

    /// <summary>One server, for every caller.</summary>
    Server,

    /// <summary>Everything.</summary>
    All,
}
