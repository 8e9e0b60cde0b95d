namespace Edge.Reloading;

/// <summary>What came of loading a source again.</summary>
/// <param name="Content">The content that was read, as the next look will name it.</param>
/// <param name="Errors">Every error, one line each; with any, the last good content stays in force.</param>
/// <param name="Warnings">Every warning, likewise.</param>
internal sealed record Reload(string Content, IReadOnlyList<string> Errors, IReadOnlyList<string> Warnings);
