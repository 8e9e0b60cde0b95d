namespace Edge.Gateway;

/// <summary>
/// What Edge does in a host: the section <c>Edge</c> of the settings, or what <c>AddEdge</c> is given in code. Read once, when
/// <c>AddEdge</c> is called; files that it names are read again when they change. Mistakes stop the start with one
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> that has all of them. Not thread-safe.
/// </summary>
/// <remarks>Relative paths are relative to the content root. Nothing is written anywhere unless a path is set.</remarks>
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
    /// <summary>The files of the policies by the names that routes use in their metadata <c>Edge.Policy</c>. At least one.</summary>
    public IDictionary<string, string> Policies { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>
    /// The host names, without ports, that requests to Edge's routes may carry in <c>Host</c>; <c>*.example.com</c> stands for all names
    /// below, <c>*</c> for any. Default: none, which means <c>localhost</c>, <c>127.0.0.1</c> and <c>[::1]</c>. A web page can give its own
    /// name the address of this machine; the host's <c>AllowedHosts</c> does not count here, because it allows everything by default.
    /// </summary>
    public IList<string> AllowedHosts { get; } = [];

    /// <summary>
    /// The address at which callers reach Edge, such as <c>https://edge.example.com</c>. Default: null, which leaves the parameter out of
    /// the server's authorization challenges that would lead callers past Edge.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>
    /// The file of Edge's secrets: one a line, 32 bytes in base64, readable by its owner only; it is made where there is none. Default:
    /// null, which makes a secret for this process: sessions, approvals and returned calls of another one are not known then.
    /// </summary>
    public string? KeyFile { get; set; }

    /// <summary>What is accepted on the wire, and how long it may take.</summary>
    public EdgeWireOptions Wire { get; } = new();

    /// <summary>How fast one grant may send.</summary>
    public EdgeFloodOptions Flood { get; } = new();

    /// <summary>Who may call.</summary>
    public EdgeGrantOptions Grants { get; } = new();

    /// <summary>What Edge shows the servers in its callers' place, by server: the id of the cluster.</summary>
    public IDictionary<string, EdgeServerOptions> Servers { get; } =
        new Dictionary<string, EdgeServerOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>What people are shown of approvals, and who is told of them.</summary>
    public EdgeApprovalOptions Approvals { get; } = new();

    /// <summary>Where and how decisions are recorded.</summary>
    public EdgeAuditOptions Audit { get; } = new();

    /// <summary>
    /// What happens to calls with limits while the store of counts cannot be asked. Default:
    /// <see cref="Edge.Policy.Stores.FailureMode.Closed"/>.
    /// </summary>
    public Edge.Policy.Stores.FailureMode FailureMode { get; set; }

    /// <summary>
    /// The keys of other packages, relative to the section, with colons: <c>Admin:Url</c>. They are checked by their packages.
    /// </summary>
    public IDictionary<string, string> Others { get; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
}
