namespace Edge.Gateway;

/// <summary>
/// The options of Edge, as <c>AddEdge</c> takes them in code. Each corresponds to a key of the section <c>Edge</c>. Read once, when
/// <c>AddEdge</c> is called; policy, grants and secret files are reloaded when they change. Not thread-safe.
/// </summary>
/// <remarks>
/// <para>Errors: values outside their bounds do not throw when they are set. They stop the start with one
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that contains all errors.</para>
/// <para>Paths are relative to the content root. Edge writes no file unless a path is set.</para>
/// </remarks>
/// <example>
/// <code>
/// builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy")).AddEdge(edge =>
/// {
///     edge.Policies["github"] = "policies/github.json";
///     edge.AllowedHosts.Add("mcp.example.com");
/// });
/// </code>
/// </example>
public sealed class EdgeOptions
{
    /// <summary>The files of the policies, by the names that routes use in their metadata <c>Edge.Policy</c>. At least one is required.
    /// Names are case-sensitive.</summary>
    public IDictionary<string, string> Policies { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The host names, without ports, that requests on Edge's routes may carry in <c>Host</c>. <c>*.example.com</c> means all names below
    /// it, and <c>*</c> any name. Default: none, which means <c>localhost</c>, <c>127.0.0.1</c> and <c>[::1]</c>: a web page can resolve
    /// its own name to this machine (DNS rebinding). The application's <c>AllowedHosts</c> does not count here, because it allows every
    /// name by default.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>
    /// The address at which callers reach Edge, such as <c>https://edge.example.com</c>. If set, the authorization challenges of servers
    /// name Edge. Default: null, which removes the parameter that would lead callers past Edge.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// The file with Edge's secrets: one per line, 32 bytes in base64, readable by its owner only. Edge creates it if it does not exist,
    /// unless a store is shared. The first secret signs, all of them verify. Default: null, which uses a secret that lasts as long as the
    /// process: session ids, approvals and retried calls of another process are then unknown.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>The bounds of requests: sizes, times, web origins, protocol revisions.</summary>
    public EdgeWireOptions Wire { get; } = new();

    /// <summary>The request rate of one grant.</summary>
    public EdgeFloodOptions Flood { get; } = new();

    /// <summary>The callers that may use Edge.</summary>
    public EdgeGrantOptions Grants { get; } = new();

    /// <summary>
    /// The credentials that Edge sends to servers in place of its callers', by server: the id of the cluster, not case-sensitive.
    /// </summary>
    public IDictionary<string, EdgeServerOptions> Servers { get; } =
        new Dictionary<string, EdgeServerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What people see of approvals, and where notices go.</summary>
    public EdgeApprovalOptions Approvals { get; } = new();

    /// <summary>Where and how decisions are recorded.</summary>
    public EdgeAuditOptions Audit { get; } = new();

    /// <summary>
    /// What happens to calls with limits during an outage of the store. Default:
    /// <see cref="Edge.Policy.Stores.FailureMode.Closed"/>. Without effect on the store in memory, which cannot fail.
    /// </summary>
    public Edge.Policy.Stores.FailureMode FailureMode { get; set; }

    /// <summary>
    /// Keys of other packages, relative to the section <c>Edge</c> and with colons: <c>Admin:Url</c>. Their packages check them; a key of a
    /// package that was not added is an error that names the package.
    /// </summary>
    public IDictionary<string, string> Others { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
