namespace Edge.Gateway.Reloading;

/// <summary>What a look at a source found.</summary>
/// <param name="Content">Names the content: its revision, or the reason why there is none.</param>
/// <param name="IsCurrent">Whether this content is active.</param>
/// <param name="Load">Reads the content and, if it has no errors, activates it.</param>
internal sealed record Sighting(string Content, bool IsCurrent, Func<Reload> Load);
