using Edge.Admin;
using Edge.Gateway;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Flood;
using Edge.Gateway.Policies;
using Edge.Gateway.Settings;
using Edge.Mcp;
using Edge.Stores.Redis;

namespace Edge.Startup;

/// <summary>The <c>Edge</c> section of the settings, checked. Immutable: a change needs a restart; policy files do not.</summary>
internal sealed record EdgeSettings
{
    private const string DefaultKeyFile = "data/edge.key";

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

    /// <summary>Whether limits are counted in Redis instead of in the store.</summary>
    public bool CountsInRedis { get; init; }

    /// <summary>How many digits limits are counted with.</summary>
    public LimitDigits LimitDigits => new(CountsInRedis ? RedisScale.Digits : LimitDigits.All);

    /// <summary>How long the head of a request may take to arrive whole.</summary>
    public TimeSpan HeadersTimeout { get; init; }

    /// <summary>How long a connection may stay open without a request.</summary>
    public TimeSpan IdleTimeout { get; init; }

    /// <summary>How many connections a client address may hold. Default value: 100.</summary>
    public int ConnectionsPerAddress { get; init; }

    /// <summary>How long calls under way may take to finish at shutdown. Default value: 30 seconds.</summary>
    public TimeSpan ShutdownGrace { get; init; }

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
        // The admin port keeps its settings to itself; its errors are reported together with the others.
        AdminSettingsReader.Read(reader);
        DecisionFeedSettings.Read(reader);
        reader.ReportUnknownKeys();
        return reader.Errors.Count == 0 ? settings : throw new StartupException([.. reader.Errors.Select(e => e.ToString())]);
    }

    /// <summary>Reads the settings; the mistakes are the reader's.</summary>
    public static EdgeSettings Read(SettingsReader reader)
    {
        var gateway = GatewaySettings.Read(reader);
        var usual = new WireOptions();
        return new EdgeSettings
        {
            Policies = gateway.Policies,
            KeyFile = gateway.KeyFile ?? DefaultKeyFile,
            PublicUrl = gateway.PublicUrl,
            Wire = gateway.Wire,
            Approvals = gateway.Approvals,
            Grants = gateway.Grants,
            Flood = gateway.Flood,
            // To say "nowhere" takes words: a missing key is the default.
            Audit = reader.Has("Audit:Path") ? gateway.Audit : gateway.Audit with { Path = AuditSettings.DefaultPath },
            HeadersTimeout = reader.Duration("Wire:HeadersTimeout", usual.HeadersTimeout, TimeSpan.FromSeconds(1),
                TimeSpan.FromMinutes(10)),
            IdleTimeout = reader.Duration("Wire:IdleTimeout", usual.IdleTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1)),
            ShutdownGrace = reader.Duration("ShutdownGrace", TimeSpan.FromSeconds(30), TimeSpan.Zero, TimeSpan.FromMinutes(10)),
            ConnectionsPerAddress = FloodSettings.ReadConnections(reader),
            Proxies = KnownProxies.Read(reader),
            Store = StoreSettings.Read(reader, gateway.FailureMode),
            CountsInRedis = ReadLimits(reader),
        };
    }

    private static bool ReadLimits(SettingsReader reader)
    {
        if (reader.Choice("Limits:Store", ("store", false), ("redis", true)))
        {
            RedisSettings.Read(reader);
            return true;
        }

        foreach (var key in (string[])["ConnectionString", "FailureMode", "OnLoss"])
        {
            if (reader.Text($"Limits:{key}") is not null)
                reader.Report($"Limits:{key}", "config_conflict",
                    "expected none with Edge:Limits:Store 'store', found one (set Edge:Limits:Store to 'redis')");
        }

        return false;
    }

    /// <summary>Where the program has other defaults than the middleware, as settings for it.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Defaults(IConfiguration configuration)
    {
        if (string.IsNullOrEmpty(configuration["Edge:KeyFile"]))
            yield return KeyValuePair.Create("Edge:KeyFile", (string?)KeyFile);
        if (Audit.Path is { } path && configuration["Edge:Audit:Path"] is null)
            yield return KeyValuePair.Create("Edge:Audit:Path", (string?)path);
        // The program is reached by the names that ASP.NET's own setting lists.
        if (configuration.GetSection("Edge:AllowedHosts").GetChildren().Any())
            yield break;
        var index = 0;
        foreach (var host in (configuration["AllowedHosts"] ?? "").Split(';',
            StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            yield return KeyValuePair.Create($"Edge:AllowedHosts:{index++}", (string?)host);
    }
}
