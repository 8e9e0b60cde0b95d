using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Flood;
using Edge.Gateway.Settings;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Stores;

namespace Edge.Gateway;

/// <summary>
/// The settings of the middleware, checked. Immutable: a change needs a restart; policy files do not. <see cref="EdgeOptions"/> says what
/// they mean.
/// </summary>
internal sealed record GatewaySettings
{
    /// <summary>The files of the policies by name.</summary>
    public required IReadOnlyDictionary<string, string> Policies { get; init; }

    /// <summary>The names that requests may carry in <c>Host</c>; none means this machine's own.</summary>
    public required IReadOnlyList<string> AllowedHosts { get; init; }

    /// <summary>The address at which callers reach Edge; null when unknown.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>The file of Edge's own secrets; null for a secret of this process.</summary>
    public string? KeyFile { get; init; }

    /// <summary>What is accepted and answered on the wire.</summary>
    public required WireOptions Wire { get; init; }

    /// <summary>What happens to calls while the store cannot be asked.</summary>
    public FailureMode FailureMode { get; init; }

    /// <summary>What people are shown of approvals, and who is told of them.</summary>
    public required ApprovalSettings Approvals { get; init; }

    /// <summary>Who may call, and what Edge shows the servers.</summary>
    public required GrantSettings Grants { get; init; }

    /// <summary>What is let in before anything is read.</summary>
    public required FloodSettings Flood { get; init; }

    /// <summary>How much of an answer is held to be judged.</summary>
    public required ResultSettings Results { get; init; }

    /// <summary>Where and how decisions are recorded.</summary>
    public required AuditSettings Audit { get; init; }

    /// <summary>Reads the settings; the mistakes are the reader's.</summary>
    public static GatewaySettings Read(SettingsReader reader)
    {
        var settings = new GatewaySettings
        {
            Policies = reader.Map("Policies"),
            AllowedHosts = reader.List("AllowedHosts"),
            KeyFile = reader.Text("KeyFile"),
            PublicUrl = reader.Address("PublicUrl", "https://edge.example.com"),
            FailureMode = reader.Choice("Store:FailureMode", ("closed", FailureMode.Closed), ("open", FailureMode.Open)),
            Wire = ReadWire(reader),
            Approvals = ApprovalSettings.Read(reader),
            Grants = GrantSettings.Read(reader),
            Flood = FloodSettings.Read(reader),
            Results = ResultSettings.Read(reader),
            Audit = AuditSettingsReader.Read(reader),
        };
        if (settings.Policies.Count == 0)
            reader.Report("Policies", "config_no_policies", "expected at least one policy by name and file, found none");
        if (settings.Wire.MaxBufferedBytes < 4 * settings.Wire.MaxRequestBytes)
        {
            reader.Report("Wire:MaxBufferedBytes", "config_out_of_range",
                $"expected at least four times Edge:Wire:MaxRequestBytes ({4 * settings.Wire.MaxRequestBytes}), because one address "
                    + $"may hold a quarter; "
                + $"found {settings.Wire.MaxBufferedBytes}");
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
