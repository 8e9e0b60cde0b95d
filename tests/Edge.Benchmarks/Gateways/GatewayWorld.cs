using System.Globalization;
using Edge.Testing;
using Edge.Testing.Postgres;
using Edge.Testing.Running;

namespace Edge.Benchmarks.Gateways;

/// <summary>Everything that is measured, running: three servers, and the gateways before them.</summary>
internal sealed class GatewayWorld : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-bench-");
    private readonly List<ChildProgram> _programs = [];
    private PostgresServer? _postgres;

    private GatewayWorld()
    {
    }

    /// <summary>The gateways by name.</summary>
    public Dictionary<string, Gateway> Gateways { get; } = [];

    /// <summary>A folder that goes with it.</summary>
    public string Folder => _folder.FullName;

    /// <summary>How Edge is started here, as for anybody who starts one more.</summary>
    public IEnumerable<(string Key, string Value)> EdgeSettings(int port) => EdgeSettingsOf.Common(Folder, port, Calls, Bodies, Runpod);

    private Uri Calls { get; } = Loopback(FreePort.Next());

    private Uri Bodies { get; } = Loopback(FreePort.Next());

    private Uri Runpod { get; } = Loopback(FreePort.Next());

    /// <summary>Starts all of them.</summary>
    public static async Task<GatewayWorld> StartAsync()
    {
        var world = new GatewayWorld();
        try
        {
            await world.StartServersAsync();
            await world.StartPeersAsync();
            await world.StartEdgesAsync();
            return world;
        }
        catch
        {
            await world.DisposeAsync();
            throw;
        }
    }

    /// <summary>Looks whether all that is called watched has sent what it is said to send. A bare YARP has nothing to log.</summary>
    /// <exception cref="InvalidOperationException">A signal is missing: what was measured is something else.</exception>
    public void CheckExports()
    {
        var taken = File.ReadAllLines(Path.Combine(Folder, "server", "otlp.log"));
        foreach (var (gateway, signal) in new[] { "traces", "metrics", "logs" }.Select(s => (GatewayNames.EdgeWatched, s))
            .Concat([(GatewayNames.YarpWatched, "traces"), (GatewayNames.YarpWatched, "metrics")]))
        {
            var address = new Uri(ReceiverOf(gateway), $"v1/{signal}").AbsolutePath;
            if (!Array.Exists(taken, l => l.Contains($" {address} ", StringComparison.Ordinal)))
                throw new InvalidOperationException($"'{gateway}' sent no {signal}: what was measured is something else");
        }
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var program in Enumerable.Reverse(_programs))
            await program.DisposeAsync();
        if (_postgres is not null)
            await _postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static Uri Loopback(int port) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));

    private static string Nginx => "/usr/sbin/nginx";

    // One for each who sends, so that it can be told who did.
    private Uri ReceiverOf(string gateway) => new(Calls, $"otlp/{Workloads.Slug(gateway)}/");

    private async Task StartServersAsync()
    {
        var server = Path.Combine(Folder, "server");
        NginxFiles.WriteServer(server, Calls.Port);
        await AddAsync(GatewayNames.Direct, Calls, Nginx, ["-p", server, "-c", "nginx.conf"], []);
        Gateways[GatewayNames.Direct] = new Gateway(GatewayNames.Direct, Calls);
        await AddAsync(GatewayNames.DirectBodies, Bodies, "dotnet", [Programs.Peers, "server", Bodies.ToString()], []);
        Gateways[GatewayNames.DirectBodies] = new Gateway(GatewayNames.DirectBodies, Bodies);

        var api = Loopback(FreePort.Next());
        await AddAsync("the simulated Runpod API", api, "node", [Programs.RunpodApi, "--port", $"{api.Port}"], []);
        await AddAsync(GatewayNames.DirectRunpod, Runpod, "node",
            [Programs.RunpodMcp, "--api", api.GetLeftPart(UriPartial.Authority), "--port", $"{Runpod.Port}"], []);
        Gateways[GatewayNames.DirectRunpod] = new Gateway(GatewayNames.DirectRunpod, Runpod);
    }

    private async Task StartPeersAsync()
    {
        var nginx = Loopback(FreePort.Next());
        var folder = Path.Combine(Folder, "gateway");
        NginxFiles.WriteGateway(folder, nginx.Port, Calls, Bodies);
        await AddAsync(GatewayNames.Nginx, nginx, Nginx, ["-p", folder, "-c", "nginx.conf"], []);

        await AddYarpAsync(GatewayNames.Yarp, "yarp", []);
        await AddYarpAsync(GatewayNames.YarpWatched, "watched-yarp", EdgeSettingsOf.Otlp(ReceiverOf(GatewayNames.YarpWatched)));

        var mcpProxy = Loopback(FreePort.Next());
        await AddAsync(
            GatewayNames.McpProxy, mcpProxy, "node",
            [Programs.McpProxy, "--host", "127.0.0.1", "--port", $"{mcpProxy.Port}", "--server", "stream", "--stateless", "--", "node",
                Programs.StdioServer], []);
    }

    private async Task StartEdgesAsync()
    {
        BenchPolicies.Write(Folder);
        await AddEdgeAsync(GatewayNames.Edge, EdgeSettingsOf.Unwatched);
        await AddEdgeAsync(GatewayNames.EdgeShipped, EdgeSettingsOf.Shipped(Folder));
        await AddEdgeAsync(GatewayNames.EdgeWatched, EdgeSettingsOf.Watched(Folder, ReceiverOf(GatewayNames.EdgeWatched)));
        _postgres = await PostgresServer.StartNewAsync(durable: true);
        await AddEdgeAsync(GatewayNames.EdgePostgres,
            [.. EdgeSettingsOf.Unwatched, ("Edge__Store__Kind", "postgres"),
                ("Edge__Store__ConnectionString", await _postgres.NewDatabaseAsync())]);
    }

    private Task AddYarpAsync(string name, string program, (string Key, string Value)[] environment)
    {
        var address = Loopback(FreePort.Next());
        return AddAsync(name, address, "dotnet", [Programs.Peers, program, address.ToString(), Calls.ToString(), Bodies.ToString()],
            environment, new Allocations(FreePort.Next()));
    }

    private Task AddEdgeAsync(string name, (string Key, string Value)[] settings)
    {
        var address = Loopback(FreePort.Next());
        return AddAsync(name, address, Repository.Edge, [], EdgeSettings(address.Port).Concat(settings), new Allocations(FreePort.Next()));
    }

    private async Task AddAsync(string name, Uri address, string file, string[] arguments,
        IEnumerable<(string Key, string Value)> environment, Allocations? allocations = null)
    {
        var (gateway, program) = await Gateway.StartAsync(name, address, file, arguments, environment, allocations);
        _programs.Add(program);
        Gateways[name] = gateway;
    }
}
