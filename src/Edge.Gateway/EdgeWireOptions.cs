using Edge.Mcp;

namespace Edge.Gateway;

/// <summary>The section <c>Edge:Wire</c>: how much Edge reads, how long it waits, which web pages may call.</summary>
public sealed class EdgeWireOptions
{
    /// <summary>How a denied tool call is answered. Default: <see cref="Edge.Mcp.DenyStyle.ToolError"/>, which models read.</summary>
    public DenyStyle DenyStyle { get; set; }

    /// <summary>
    /// The largest body of a request, in bytes. Default: 22,020,096 (21 MiB); 1,024 to 1 GiB. The server's own bound counts too.
    /// </summary>
    public long MaxRequestBytes { get; set; } = 21 * 1024 * 1024;

    /// <summary>
    /// The most bytes that bodies, and lists that are filtered, hold at once over all requests; one client address may hold a quarter.
    /// Default: 268,435,456 (256 MiB); at least four times <see cref="MaxRequestBytes"/>, at most 64 GiB.
    /// </summary>
    public long MaxBufferedBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How long a body may take to arrive whole. Default: 30 seconds; 1 second to 10 minutes.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may be silent during a call. Default: 6 minutes; 1 second to 12 hours.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>Origins of web pages that may call besides Edge's own, each as <c>scheme://host[:port]</c>. Default: none.</summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The only revisions of MCP that are let through. Default: none, which means all known ones, and later ones by the newest rules.
    /// </summary>
    public IList<string> Revisions { get; } = [];
}
