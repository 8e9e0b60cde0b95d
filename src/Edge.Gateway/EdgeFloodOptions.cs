namespace Edge.Gateway;

/// <summary>
/// The request rate of one caller, checked before the body is read: the section <c>Edge:Flood</c>. Beyond it, Edge responds with status
/// 429 and <c>Retry-After</c>. Anonymous callers have no such limit: a limit per client address belongs to the application.
/// </summary>
public sealed class EdgeFloodOptions
{
    /// <summary>The average number of requests per second. Default: 200; 1 to 1,000,000.</summary>
    public int RequestsPerSecond { get; set; } = 200;

    /// <summary>
    /// The number of requests that may arrive at once. Default: null, which means twice <see cref="RequestsPerSecond"/>; at least that, at
    /// most 1,000,000.
    /// </summary>
    public int? Burst { get; set; }
}
