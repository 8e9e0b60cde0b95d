namespace Edge.Gateway.Reloading;

/// <summary>What came of loading a source again.</summary>
/// <param name="Content">The content that was read, as the next look will name it.</param>
/// <param name="Errors">Every error, one line each; with any, the last valid content stays active.</param>
/// <param name="Warnings">Every warning, likewise.</param>
internal sealed record Reload(string Content, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings)
{
    /// <summary>The revision that was read; null where nothing could be.</summary>
    public string? Revision { get; init; }

    /// <summary>The grants that are others now; none for a policy, or when it was refused.</summary>
    public IReadOnlyList<GrantChange> Changes { get; init; } = [];
}
