using System.Net;
using System.Net.Sockets;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Limits;

/// <summary>Which calls count, on which count, and what a call that does not pass takes.</summary>
public sealed class SharingTests
{
    [Fact]
    public async Task A_call_takes_all_of_its_limits_or_none()
    {
        await using var edge = await EdgeHost.StartAsync("""
            { "version": "1", "default": "deny", "tools": {
              "both": { "limits": [ { "counter": "wide", "window": "day", "max": 60, "scope": "grant" }, { "counter": "narrow",
                "window": "day", "max": 20, "scope": "grant" } ] },
              "one":  { "limits": [ { "counter": "wide", "window": "day", "max": 60, "scope": "grant" } ] } } }
            """);
        using var agent = new Agent(edge);
        var both = await agent.CallManyAsync(100, "both");
        Assert.Equal(80, both.Count(a => a.Limited));
        Assert.All(both.Where(a => a.Limited), a => Assert.Contains("\"rule\":\"/tools/both/limits/1\"", a.Text));

        // What the eighty could not have together they did not take apart.
        var one = await agent.CallManyAsync(100, "one");
        Assert.Equal(60, one.Count(a => a.Limited));
        Assert.Equal(60, edge.Server.Received.Count);
    }

    [Fact]
    public async Task A_call_that_no_server_was_reached_for_takes_nothing()
    {
        // Bound and never listening: nobody can connect to it, and nobody else gets the port.
        using var closed = new Socket(SocketType.Stream, ProtocolType.Tcp);
        closed.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        await using var edge = await EdgeHost.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "work": { "limits": [ { "counter": "c", "window": "day", "max": 3 }, {"""
                + """ "counter": "n", "max": 1, "algorithm": "concurrency", "linger": "1h" } ] } } }""",
            settings:
            [
                ("ReverseProxy:Routes:dead:ClusterId", "dead"), ("ReverseProxy:Routes:dead:Match:Path", "/dead"),
                ("ReverseProxy:Routes:dead:Metadata:Edge.Policy", "test"),
                ("ReverseProxy:Clusters:dead:Destinations:primary:Address", $"http://{closed.LocalEndPoint}/"),
            ]);
        using var agent = new Agent(edge);
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.BadGateway, (await agent.CallAsync("work", path: "/dead")).Status);
        for (var i = 0; i < 3; i++)
            Assert.False((await agent.CallAsync("work")).Limited);
        Assert.True((await agent.CallAsync("work")).Limited);
    }

    [Fact]
    public async Task Only_calls_of_tools_count()
    {
        await using var edge = await EdgeHost.StartAsync("""
            { "version": "1", "default": "allow", "all_tools": { "limits": [ { "counter": "c", "window": "day", "max": 1 }, {
              "counter": "n", "max": 1, "algorithm": "concurrency" } ] } }
            """);
        edge.Server.Answer = (context, _) => context.Request.Method == "GET"
            ? ScriptedServer.Events(context, ": open\n\n")
            : ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{"tools":[]}}""");
        using var agent = new Agent(edge);
        string[] others =
        [
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
                + """{"name":"t","version":"1"}}}""",
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""",
            """{"jsonrpc":"2.0","id":1,"method":"ping"}""",
            """{"jsonrpc":"2.0","id":1,"result":{}}""",
        ];
        for (var i = 0; i < 3; i++)
        {
            foreach (var message in others)
            {
                var answer = await agent.PostAsync(message);
                Assert.Equal(HttpStatusCode.OK, answer.Status);
                Assert.Null(answer.RateLimit);
            }

            Assert.Equal(200, (await RawHttp.RequestAsync(edge.Mcp, "GET", default, "Accept: text/event-stream")).Status);
        }

        Assert.Equal("\"c\";r=0", (await agent.CallAsync("anything")).RateLimit?.Split(";t=")[0]);
        Assert.True((await agent.CallAsync("something")).Limited);
    }

    [Fact]
    public async Task Scopes_together_count_every_combination_of_them()
    {
        await using var edge = await EdgeHost.StartAsync(
            """
            { "version": "1", "default": "deny", "tools": { "run-*": { "limits": [
              { "counter": "c", "window": "day", "max": 2, "scope": ["grant", "tool", "args.endpointId"] } ] } } }
            """,
            settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        using var agent = new Agent(edge);
        foreach (var caller in new[] { "alice", "bob" })
        {
            foreach (var tool in new[] { "run-a", "run-b" })
            {
                foreach (var arguments in new[] { """{"endpointId":"e"}""", """{"endpointId":"f"}""", """{"endpointId":1}""", "{}" })
                {
                    Assert.False((await agent.CallAsync(tool, arguments, caller)).Limited);
                    Assert.False((await agent.CallAsync(tool, arguments, caller)).Limited);
                    Assert.True((await agent.CallAsync(tool, arguments, caller)).Limited);
                }
            }
        }

        // The same number, written in another way, is the same count; what cannot be counted does not pass.
        Assert.True((await agent.CallAsync("run-a", """{"endpointId":1.0}""", "alice")).Limited);
        Assert.Contains("\"reason\":\"unevaluable\"", (await agent.CallAsync("run-a", """{"endpointId":["e"]}""", "alice")).Text);
    }

    [Fact]
    public async Task A_session_has_a_count_of_its_own_and_a_call_without_one_counts_for_its_grant()
    {
        await using var edge = await EdgeHost.StartAsync("""
            { "version": "1", "default": "deny", "tools": { "work": { "limits": [
              { "counter": "s", "window": "day", "max": 2, "scope": "session" }, { "counter": "g", "window": "day", "max": 5,
                "scope": "grant" } ] } } }
            """);
        var opened = 0;
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = $"session-{++opened}";
            return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        };
        const string Initialize =
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
            + """{"name":"t","version":"1"}}}""";
        var one = (await edge.PostAsync(Initialize)).Header("Mcp-Session-Id");
        var two = (await edge.PostAsync(Initialize)).Header("Mcp-Session-Id");
        Assert.True(await PassesAsync(one) && await PassesAsync(one));
        Assert.False(await PassesAsync(one));
        Assert.True(await PassesAsync(two) && await PassesAsync(two));
        Assert.False(await PassesAsync(two));
        Assert.True(await PassesAsync(null));
        Assert.False(await PassesAsync(null));

        async Task<bool> PassesAsync(string? session) => !(await edge.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"work"}}""", session is null ? []
                : [$"Mcp-Session-Id: {session}"]))
            .Text.Contains("rate_limited", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_count_survives_a_changed_policy_as_long_as_the_limit_is_the_same()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(PolicyOf("""{ "counter": "c", "window": "day", "max": 3 }"""), clock: clock);
        using var agent = new Agent(edge);
        for (var i = 0; i < 3; i++)
            Assert.False((await agent.CallAsync("work")).Limited);
        Assert.True((await agent.CallAsync("work")).Limited);

        // Another text, another place, another maximum: the count goes on.
        await LoadAsync(
            """{ "counter": "other", "window": "day", "max": 100 }, { "counter": "c", "window": "day", "max": 5, "on_deny": "no more" }""",
                1);
        Assert.False((await agent.CallAsync("work")).Limited);
        Assert.Equal("\"c\";r=0", (await agent.CallAsync("work")).RateLimit?.Split(";t=")[0]);
        Assert.Contains("no more", (await agent.CallAsync("work")).Text);

        // Another window, another count.
        await LoadAsync("""{ "counter": "c", "window": "hour", "max": 5 }""", 2);
        Assert.Equal("\"c\";r=4", (await agent.CallAsync("work")).RateLimit?.Split(";t=")[0]);

        async Task LoadAsync(string limits, int times)
        {
            await edge.ReplacePolicyAsync(PolicyOf(limits));
            await Deadline.Until(
                () =>
                {
                    clock.Advance(TimeSpan.FromMilliseconds(600));
                    return edge.Logs.Lines.Count(l => l.Id.Name == "Loaded") == times;
                },
                "the policy to be loaded");
        }
    }

    private static string PolicyOf(
        string limits) => $$"""{ "version": "1", "default": "deny", "tools": { "work": { "limits": [ {{limits}} ] } } }""";
}
