using Edge.Admin;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Flood;
using Edge.Gateway.Settings;
using Edge.Mcp;
using Edge.Mcp.Requests;

namespace Edge.Startup;

/// <summary>The <c>Edge</c> section of the settings, checked. Immutable: a change needs a restart; policy files do not.</summary>
internal sealed record EdgeSettings
{
    /// <summary>The files of the policies by name, relative to the content root.</summary>
    public required IReadOnlyDictionary<string, string> Policies { get; init; }

    /// <summary>What is accepted and answered on the wire.</summary>
    public required WireOptions Wire { get; init; }

    /// <summary>
    /// The address at which callers reach Edge, such as <c>https://edge.example.com</c>; null when unknown. With it the server's
    /// authorization challenges are rewritten to name Edge; without it they lose the parameter that would lead callers past Edge.
    /// </summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The file of Edge's own secrets. Default value: <c>data/edge.key</c>, made at the first start.</summary>
    public required string KeyFile { get; init; }

    /// <summary>Where counts and freezes live.</summary>
    public required StoreSettings Store { get; init; }

    /// <summary>How long calls under way may take to finish at shutdown. Default value: 30 seconds.</summary>
    public TimeSpan ShutdownGrace { get; init; }

    /// <summary>Where operators and their programs reach Edge, and who they are.</summary>
    public required AdminSettings Admin { get; init; }

    /// <summary>What is kept in memory for people who look.</summary>
    public WatchSettings Watching { get; init; } = new();

    /// <summary>What people are shown of approvals, and who is told of them.</summary>
    public required ApprovalSettings Approvals { get; init; }

    /// <summary>Who may call, and what Edge shows the servers.</summary>
    public required GrantSettings Grants { get; init; }

    /// <summary>What is let in before anything is read.</summary>
    public required FloodSettings Flood { get; init; }

    /// <summary>Who is believed about the client's address.</summary>
    public required KnownProxies Proxies { get; init; }

    /// <summary>Where and how decisions are recorded.</summary>
    public required AuditSettings Audit { get; init; }

    /// <summary>Reads the settings, or throws with every mistake in them.</summary>
    /// <exception cref="StartupException">There are mistakes.</exception>
    public static EdgeSettings Read(IConfiguration configuration)
    {
        var reader = new SettingsReader(configuration, "Edge");
        var settings = Read(reader);
        reader.ReportUnknownKeys();
        return reader.Errors.Count == 0 ? settings : throw new StartupException([.. reader.Errors.Select(e => e.ToString())]);
    }

    /// <summary>Reads the settings; the mistakes are the reader's.</summary>
    public static EdgeSettings Read(SettingsReader reader)
    {
        var settings = new EdgeSettings
        {
            Policies = reader.Map("Policies"),
            KeyFile = reader.Text("KeyFile", "data/edge.key"),
            PublicUrl = reader.Address("PublicUrl", "https://edge.example.com"),
            ShutdownGrace = reader.Duration("ShutdownGrace", TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            Store = StoreSettings.Read(reader),
            Wire = ReadWire(reader),
            Admin = AdminSettingsReader.Read(reader),
            Watching = WatchSettings.Read(reader),
            Approvals = ApprovalSettings.Read(reader),
            Grants = GrantSettings.Read(reader),
            Flood = FloodSettings.Read(reader),
            Proxies = KnownProxies.Read(reader),
            Audit = AuditSettingsReader.Read(reader),
        };
        if (settings.Policies.Count == 0)
            reader.Report("Policies", "config_no_policies", "expected at least one policy by name and file, found none");
        if (settings.Wire.MaxBufferedBytes < 4 * settings.Wire.MaxRequestBytes)
        {
            reader.Report("Wire:MaxBufferedBytes", "config_out_of_range",
                $"expected at least four times Edge:Wire:MaxRequestBytes ({4 * settings.Wire.MaxRequestBytes}), because one address "
                    + $"may hold a quarter; found {settings.Wire.MaxBufferedBytes}");
        }

        return settings;
    }

    private static WireOptions ReadWire(SettingsReader reader)
    {
        var usual = new WireOptions();
        var wire = new WireOptions
        {
            DenyStyle = reader.Choice(
                "Wire:DenyStyle",
                ("tool_error", DenyStyle.ToolError),
                ("rpc_error", DenyStyle.RpcError),
                ("unknown_tool", DenyStyle.UnknownTool),
                ("http", DenyStyle.Http)),
            MaxRequestBytes = reader.Number("Wire:MaxRequestBytes", usual.MaxRequestBytes, 1024, 1L << 30),
            MaxBufferedBytes = reader.Number("Wire:MaxBufferedBytes", usual.MaxBufferedBytes, 64 * 1024, 1L << 36),
            HeadersTimeout = reader.Duration("Wire:HeadersTimeout", usual.HeadersTimeout, TimeSpan.FromSeconds(1),
                TimeSpan.FromMinutes(10)),
            IdleTimeout = reader.Duration("Wire:IdleTimeout", usual.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            BodyTimeout = reader.Duration("Wire:BodyTimeout", usual.BodyTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10)),
            CallTimeout = reader.Duration("Wire:CallTimeout", usual.CallTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(12)),
        };
        foreach (var origin in reader.List("Wire:AllowedOrigins"))
        {
            if (!Origin.TryParse(origin, out _))
                reader.Report("Wire:AllowedOrigins",
                    "config_wrong_type", $"expected an origin such as 'https://app.example.com', found '{origin}'");
            else
                wire.AllowedOrigins.Add(origin);
        }

        foreach (var revision in reader.List("Wire:Revisions"))
            wire.Revisions.Add(revision);
        return wire;
    }
}
