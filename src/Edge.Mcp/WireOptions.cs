namespace Edge.Mcp;

/// <summary>The section <c>Edge:Wire</c>: how much Edge reads, how long it waits, whom it lets in.</summary>
internal sealed class WireOptions
{
    /// <summary>The largest body a request may have, in bytes; a route may ask for less.</summary>
    public long MaxRequestBytes { get; set; } = 21 * 1024 * 1024;

    /// <summary>
    /// The most bytes that bodies, and lists that are filtered, may hold at once, over all requests; one client address may hold a quarter.
    /// </summary>
    public long MaxBufferedBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How long the head of a request may take to arrive whole; on HTTP/2 too.</summary>
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a connection may stay open without a request.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(130);

    /// <summary>How long a body may take to arrive whole.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may be silent during a call.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>Origins of web pages that may call besides Edge's own, each as <c>scheme://host[:port]</c>.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>How a denied tool call is answered.</summary>
    public DenyStyle DenyStyle { get; set; } = DenyStyle.ToolError;

    /// <summary>The only revisions that are let through; empty means all that are known, and later ones by the newest rules.</summary>
    public IList<string> Revisions { get; } = [];
}
