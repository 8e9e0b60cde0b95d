using Edge.EndToEnd.Running;

[assembly: AssemblyFixture(typeof(RunpodWorld))]

namespace Edge.EndToEnd.Running;

/// <summary>
/// The simulated Runpod API and the real runpod-mcp before it, shared by all tests: callers are told apart by their credential.
/// </summary>
public sealed class RunpodWorld : IAsyncLifetime
{
    private ChildProgram? _api;
    private ChildProgram? _server;

    internal Uri Api { get; private set; } = null!;

    internal Uri Server { get; private set; } = null!;

    internal RequestLog ApiLog => new(Api);

    internal RequestLog ServerLog => new(Server);

    public async ValueTask InitializeAsync()
    {
        _api = ChildProgram.StartNode("the simulated Runpod API", "runpod-api.mjs", []);
        Api = Loopback(await _api.ReadyPortAsync());
        _server = StartServer(Api);
        Server = Loopback(await _server.ReadyPortAsync());
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
            await _server.DisposeAsync();
        if (_api is not null)
            await _api.DisposeAsync();
    }

    internal static ChildProgram StartServer(Uri api) =>
        ChildProgram.StartNode("runpod-mcp", "runpod-server.mjs", ["--api", api.GetLeftPart(UriPartial.Authority)]);

    internal static Uri Loopback(int port) => new($"http://127.0.0.1:{port}/");
}
