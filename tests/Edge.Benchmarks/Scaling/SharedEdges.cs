using System.Globalization;
using Edge.Benchmarks.Gateways;
using Edge.Testing;
using Edge.Testing.Postgres;
using Edge.Testing.Redis;

namespace Edge.Benchmarks.Scaling;

/// <summary>Some Edges as shipped on one store, before a server that costs nothing.</summary>
internal sealed class SharedEdges : IAsyncDisposable
{
    /// <summary>How many calls the exact limit lets through.</summary>
    public const int Exact = 500;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-scaling-");
    private readonly List<IAsyncDisposable> _parts = [];

    private SharedEdges()
    {
    }

    /// <summary>Where each Edge listens.</summary>
    public List<Uri> Addresses { get; } = [];

    /// <summary>A folder that goes with them.</summary>
    public string Folder => _folder.FullName;

    /// <summary>Starts so many Edges on a store: <c>memory</c>, <c>postgres</c> or <c>redis</c>.</summary>
    public static async Task<SharedEdges> StartAsync(string store, int edges, bool allotted)
    {
        var shared = new SharedEdges();
        try
        {
            await shared.StartAllAsync(await shared.StoreAsync(store), edges, allotted);
            return shared;
        }
        catch
        {
            await shared.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private async Task<(string Key, string Value)[]> StoreAsync(string store)
    {
        switch (store)
        {
            case "memory":
                return [("Edge__Store__Kind", "memory")];
            case "postgres":
                var postgres = await PostgresServer.StartNewAsync(durable: true);
                _parts.Add(postgres);
                return [("Edge__Store__Kind", "postgres"), ("Edge__Store__ConnectionString", await postgres.NewDatabaseAsync())];
            case "redis":
                var redis = await RedisServer.StartNewAsync(null, "--appendonly", "yes");
                _parts.Add(redis);
                return
                [
                    ("Edge__Store__Kind", "memory"), ("Edge__Limits__Store", "redis"),
                    ("Edge__Limits__ConnectionString", redis.ConnectionString),
                ];
            default:
                throw new ArgumentException($"no store '{store}'", nameof(store));
        }
    }

    private async Task StartAllAsync((string Key, string Value)[] store, int edges, bool allotted)
    {
        var server = Loopback();
        var servers = Path.Combine(Folder, "server");
        NginxFiles.WriteServer(servers, server.Port);
        await AddAsync("the server", server, "/usr/sbin/nginx", ["-p", servers, "-c", "nginx.conf"], []);
        File.WriteAllText(Path.Combine(Folder, "shared.json"), Policy(allotted ? ", \"allotment\": \"5%\"" : ""));
        await File.WriteAllTextAsync(Path.Combine(Folder, "edge.key"), Convert.ToBase64String(new byte[32]));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(Folder, "edge.key"), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        for (var i = 0; i < edges; i++)
        {
            var address = Loopback();
            await AddAsync($"Edge {i + 1}", address, Repository.Edge, [], [.. Settings(address.Port, server), .. store]);
            Addresses.Add(address);
        }
    }

    private IEnumerable<(string Key, string Value)> Settings(int port, Uri server) =>
    [
        .. EdgeSettingsOf.Unwatched,
        ("Kestrel__Endpoints__Mcp__Url", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")),
        ("Edge__Admin__Url", "http://127.0.0.1:0"),
        ("Edge__KeyFile", Path.Combine(Folder, "edge.key")),
        ("Edge__Flood__RequestsPerSecond", "1000000"),
        ("Edge__Flood__Burst", "1000000"),
        ("Edge__Flood__ConnectionsPerAddress", "10000"),
        ("Edge__Policies__runpod", Path.Combine(Folder, "shared.json")),
        ("ReverseProxy__Routes__runpod__ClusterId", "runpod"),
        ("ReverseProxy__Routes__runpod__Match__Path", "/mcp"),
        ("ReverseProxy__Routes__runpod__Metadata__Edge.Policy", "runpod"),
        ("ReverseProxy__Routes__runpod__Metadata__Edge.Identity", "credential"),
        ("ReverseProxy__Clusters__runpod__Destinations__primary__Address", server.ToString()),
    ];

    private static string Policy(string allotment) => $$"""
        { "version": "1", "default": "deny", "tools": {
          "endpoint-health": { "limits": [ { "counter": "busy", "window": "day", "max": 1000000000, "scope": "global"{{allotment}} } ] },
          "exact": { "limits": [ { "counter": "exact", "window": "day", "max": {{Exact}}, "scope": "global"{{allotment}} } ] } } }
        """;

    private static Uri Loopback() => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Next()}/"));

    private async Task AddAsync(
        string name, Uri address, string file, string[] arguments, IEnumerable<(string Key, string Value)> environment)
    {
        var (_, program) = await Gateways.Gateway.StartAsync(name, address, file, arguments, environment);
        _parts.Add(program);
    }
}
