using System.Text;
using Edge.Peers;
using Edge.Testing;
using Edge.Tests.Hosting;
using Edge.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Speed;

/// <summary>
/// What Edge allocates for a whole request, against a bare YARP in the same process: a figure that a busy machine does not change, unlike
/// time. A bound that is exceeded is a reason to look, and one that is far away a reason to lower it.
/// </summary>
[Collection(AloneCollection.Name)]
public sealed class RequestAllocationTests
{
    // What was allocated when these were written (1,240 and 2,480), and a quarter more.
    private const long MostBeyondBareYarp = 1_550;
    private const long MostForDenial = 3_100;

    private const int Requests = 500;
    private const int Rounds = 8;
    private const string Answer = """{"jsonrpc":"2.0","id":7,"result":{"content":[]}}""";
    private const string Policy =
        """{ "version": "1", "default": "deny", "tools": { "t": { "require": [ { "path": "args.n", "op": "lte", "value": 5 } ] } } }""";

    [Fact]
    public async Task A_forwarded_call_costs_little_more_than_through_bare_Yarp()
    {
        await using var server = await StartServerAsync();
        await using var yarp = BareProxy.Build("http://127.0.0.1:0", server.Address.ToString(), server.Address.ToString());
        await yarp.StartAsync(TestContext.Current.CancellationToken);
        await using var edge = await StartEdgeAsync(server);

        var bare = AllocatedBy(new Uri(new Uri(yarp.Urls.First()), "mcp"), Call(1), "result");
        var policed = AllocatedBy(edge.Mcp, Call(1), "result");

        Assert.InRange(policed - bare, long.MinValue, MostBeyondBareYarp);
    }

    [Fact]
    public async Task A_denied_call_costs_little()
    {
        await using var server = await StartServerAsync();
        await using var edge = await StartEdgeAsync(server);

        Assert.InRange(AllocatedBy(edge.Mcp, Call(9), "Blocked by policy"), 1, MostForDenial);
        Assert.Empty(server.Received);
    }

    // As in operation, but without records: nobody reads along what is logged for debugging.
    private static Task<EdgeHost> StartEdgeAsync(ScriptedServer server) =>
        EdgeHost.StartAsync(Policy, server, services: s => s.AddLogging(l => l.ClearProviders().SetMinimumLevel(LogLevel.Warning)),
        settings: [("Edge:Audit:Path", "")]);

    private static string Call(
        int n) => $$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"t","arguments":{"n":{{{n}}},"note":"{{{new string(
            'x', 180)}}}" } } }""";

    private static Task<ScriptedServer> StartServerAsync() => ScriptedServer.StartAsync((context, _) =>
    {
        context.Response.ContentLength = Answer.Length;
        return ScriptedServer.Json(context, Answer);
    });

    // The runtime allocates too, while it compiles: the least of several rounds is the requests' own.
    private static long AllocatedBy(Uri address, string body, string expected)
    {
        using var connection = new KeptConnection(address, body);
        Assert.Contains(expected, Encoding.UTF8.GetString(connection.Call()), StringComparison.Ordinal);
        var least = long.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            for (var i = 0; i < Requests; i++)
                connection.Call();
            least = Math.Min(least, (GC.GetTotalAllocatedBytes(precise: true) - before) / Requests);
        }

        return least;
    }
}
