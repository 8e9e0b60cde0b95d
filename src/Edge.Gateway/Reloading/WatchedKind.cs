namespace Edge.Gateway.Reloading;

/// <summary>What a watched source holds.</summary>
internal enum WatchedKind
{
    /// <summary>A policy.</summary>
    Policy,

    /// <summary>Grants and credentials.</summary>
    Grants,
}
