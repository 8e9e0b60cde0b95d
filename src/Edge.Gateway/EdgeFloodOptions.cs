namespace Edge.Gateway;

/// <summary>The section <c>Edge:Flood</c>: how many requests of one grant are let in before anything is read.</summary>
public sealed class EdgeFloodOptions
{
    /// <summary>Requests a second in the long run. Default: 200; 1 to 1,000,000.</summary>
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>
    /// How many may come at once. Default: null, which means twice <see cref="RequestsPerSecond"/>; at least that, at most 1,000,000.
    /// </summary>
    public int? Burst { get; set; }
}
