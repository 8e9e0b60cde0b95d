using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Revisions;

/// <summary>
/// The conformance fixture, a server of both eras with sessions and resumable streams, and an Edge before it that allows part of it.
/// </summary>
internal sealed class FixtureWorld : IAsyncDisposable
{
    private const string Policy = """
        { "version": "1", "default": "deny",
          "tools": {
            "test_simple_text": {}, "test_trigger_tool_change": {}, "test_reconnection": {}, "test_elicitation": {}, "test_sampling": {},
              "test_wait": {},
            "test_header_parameter": { "deny_if": [ { "path": "args.region", "op": "eq", "value": "forbidden",
              "on_deny": "not in that region" } ] },
            "test_image_content": { "limits": [ { "counter": "images", "window": "7d", "max": 1 } ] },
            "test_input_required_result_elicitation": {},
            "test_input_required_result_multi_round": { "limits": [ { "counter": "rounds", "window": "7d", "max": 2 } ] } },
          "resources": { "default": "deny", "allow": [ "test://static-text" ] },
          "prompts": { "default": "deny", "allow": [ "test_simple_prompt" ] } }
        """;

    private readonly ChildProgram _server;
    private readonly EdgeProgram _edge;
    private readonly RequestLog _log;

    private FixtureWorld(ChildProgram server, Uri address, EdgeProgram edge)
    {
        _server = server;
        _edge = edge;
        _log = new(address);
        Server = new Uri(address, "mcp");
    }

    /// <summary>Where Edge is.</summary>
    public Uri Url => _edge.Url;

    /// <summary>Where the server itself is.</summary>
    public Uri Server { get; }

    /// <summary>Starts both; the server is one of the revision <paramref name="newest"/>, or knows all revisions.</summary>
    public static async Task<FixtureWorld> StartAsync(string? newest = null)
    {
        var server = ChildProgram.StartNode("the conformance fixture", "conformance/server.mjs", newest is null ? []
            : ["--newest", newest]);
        try
        {
            var address = RunpodWorld.Loopback(await server.ReadyPortAsync());
            return new(server, address, await EdgeProgram.StartAsync(address, Policy));
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>What reached the server with this credential.</summary>
    public async Task<IReadOnlyList<SeenRequest>> SeenAsync(string token) =>
        [.. (await _log.ReadAsync(token)).Select(entry => new SeenRequest(entry))];

    /// <summary>The tools that were called at the server with this credential, oldest first.</summary>
    public async Task<IEnumerable<string>> CalledAsync(string token) =>
        (await SeenAsync(token)).Where(seen => seen.Tool is not null).Select(seen => seen.Tool!);

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _server.DisposeAsync();
    }
}
