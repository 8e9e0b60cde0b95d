namespace Edge.Policy.Limits.Shared;

/// <summary>What there is to do for a call that has ended.</summary>
internal enum EndingKind
{
    /// <summary>A permit returns.</summary>
    Release,

    /// <summary>A permit returns after its linger.</summary>
    Linger,

    /// <summary>A window or bucket gets back what was taken.</summary>
    GiveBack,

    /// <summary>Nothing: somebody waits for what was to do before.</summary>
    Mark,
}
