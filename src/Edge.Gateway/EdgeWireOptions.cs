using Edge.Mcp;

namespace Edge.Gateway;

/// <summary>The bounds of requests and responses: the section <c>Edge:Wire</c>.</summary>
public sealed class EdgeWireOptions
{
    /// <summary>
    /// The form of the response to a denied tool call. Default: <see cref="Edge.Mcp.DenyStyle.ToolError"/>, which the model can read.
    /// </summary>
    public DenyStyle DenyStyle { get; set; }

    /// <summary>
    /// The maximum body size of a request, in bytes. Default: 22,020,096 (21 MiB); 1,024 to 1 GiB. The application's own bound applies too
    /// (<c>KestrelServerLimits.MaxRequestBodySize</c>, by default 30,000,000).
    /// </summary>
    public long MaxRequestBytes { get; set; } = 21 * 1024 * 1024;

    /// <summary>
    /// The maximum number of bytes that the bodies and filtered lists of all requests hold at once; one client address may hold a quarter.
    /// Beyond it, Edge responds with status 503 and <c>Retry-After</c>. Default: 268,435,456 (256 MiB); at least four times
    /// <see cref="MaxRequestBytes"/> and 64 KiB, at most 64 GiB.
    /// </summary>
    public long MaxBufferedBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>How long a body may take to arrive completely. Default: 30 seconds; 1 second to 10 minutes.</summary>
    public TimeSpan BodyTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a server may send nothing during a call. Default: 6 minutes; 1 second to 12 hours.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromMinutes(6);

    /// <summary>
    /// The origins of web pages that may call, in addition to Edge's own, each as <c>scheme://host[:port]</c>. Default: none.
    /// </summary>
    public IList<string> AllowedOrigins { get; } = [];

    /// <summary>
    /// The revisions of MCP that are accepted, such as <c>2025-11-25</c>. Default: none, which accepts all known revisions, and later ones
    /// by the rules of the newest known one.
    /// </summary>
    public IList<string> Revisions { get; } = [];
}
