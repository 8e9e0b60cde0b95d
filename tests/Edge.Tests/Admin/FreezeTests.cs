using System.Text.Json;
using Edge.Policy.Freezes;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>The stop button, through the whole host.</summary>
public sealed class FreezeTests
{
    private const string All = """{"scope":"all"}""";
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Ping = """{"jsonrpc":"2.0","id":7,"method":"ping"}""";
    private static readonly string AsAdmin = Operators.Bearer(Operators.Admin);

    [Theory]
    [InlineData("""{"scope":"grant","name":"anonymous"}""", "an operator has stopped this caller")]
    [InlineData("""{"scope":"server","name":"server"}""", "an operator has stopped this server")]
    [InlineData(All, "an operator has stopped everything")]
    public async Task A_freeze_holds_from_the_next_request_on_until_it_is_thawed(string target, string message)
    {
        await using var edge = await StartAsync();
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
        await edge.FreezeAsync(target);

        var answer = await edge.PostAsync(Call);
        Assert.Equal(200, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        var result = json.RootElement.GetProperty("result");
        Assert.Equal($"Blocked by policy: {message}.", result.GetProperty("content")[0].GetProperty("text").GetString());
        var decision = result.GetProperty("_meta").GetProperty("edge.policy/decision");
        Assert.Equal(("deny", "frozen", ""),
            (decision.GetProperty("decision").GetString(), decision.GetProperty("reason").GetString(), decision.GetProperty("rule")
                .GetString()));
        Assert.Null(answer.Header("Retry-After"));
        Assert.Single(edge.Server.Received);

        await edge.ThawAsync(target);
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    [Theory]
    [InlineData("POST", Ping, 200, "\"id\":7")]
    [InlineData("POST", """{"jsonrpc":"2.0","id":7,"method":"tools/list"}""", 200, "\"id\":7")]
    [InlineData("POST",
        """{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
        + """{"name":"a","version":"1"}}}""", 200, "\"id\":7")]
    [InlineData("POST", """{"jsonrpc":"2.0","method":"notifications/initialized"}""", 400, "-31001")]
    [InlineData("POST", """{"jsonrpc":"2.0","id":7,"result":{}}""", 400, "-31001")]
    [InlineData("GET", "", 400, "-31001")]
    [InlineData("DELETE", "", 400, "-31001")]
    public async Task Nothing_of_a_frozen_caller_reaches_the_server(string method, string body, int status, string part)
    {
        await using var edge = await StartAsync();
        await edge.FreezeAsync(All);
        var answer = await RawHttp.RequestAsync(edge.Mcp, method, System.Text.Encoding.UTF8.GetBytes(body),
            "Accept: application/json, text/event-stream");
        Assert.Equal(status, answer.Status);
        Assert.Contains(part, answer.Text);
        Assert.Contains("\"reason\":\"frozen\"", answer.Text);
        Assert.Equal(status == 200, answer.Text.Contains("\"id\":", StringComparison.Ordinal));
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_freeze_stops_its_own_caller_and_server_and_no_other()
    {
        await using var edge = await StartAsync();
        await edge.FreezeAsync("""{"scope":"grant","name":"someone-else"}""");
        await edge.FreezeAsync("""{"scope":"server","name":"spare"}""");
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    [Fact]
    public async Task Shadow_does_not_soften_it()
    {
        await using var edge = await StartAsync("""{ "version": "1", "default": "deny", "mode": "shadow" }""");
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
        await edge.FreezeAsync(All);
        Assert.Contains("\"reason\":\"frozen\"", (await edge.PostAsync(Call)).Text);
        Assert.Single(edge.Server.Received);
    }

    [Fact]
    public async Task A_frozen_call_takes_nothing_of_a_limit()
    {
        await using var edge =
            await StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "day", "max": 1 } ] """
                + """} } }""");
        await edge.FreezeAsync(All);
        Assert.Contains("\"reason\":\"frozen\"", (await edge.PostAsync(Call)).Text);
        await edge.ThawAsync(All);
        Assert.StartsWith("\"c\";r=0;", (await edge.PostAsync(Call)).Header("RateLimit"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_under_way_goes_on()
    {
        var next = new SemaphoreSlim(0);
        await using var edge = await StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await next.WaitAsync();
            await context.Response.WriteAsync("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n");
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call);
        await caller.ReadUntilAsync("\r\n\r\n");
        await edge.FreezeAsync(All);
        next.Release();
        await caller.ReadUntilAsync("\"result\"");
    }

    [Fact]
    public async Task The_api_says_who_did_it_when_and_why_and_the_caller_is_not_told()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await StartAsync(clock: clock);
        var set = await edge.AdminSendAsync("PUT", "/api/freezes",
            """{"scope":"grant","name":"anonymous","reason":"the nightly job loops"}""", AsAdmin);
        const string Freeze =
            """{"scope":"grant","name":"anonymous","by":"anna","at":"2026-11-20T10:00:00+00:00","reason":"the nightly job loops"}""";
        Assert.Equal(Freeze, set.Text);
        await edge.FreezeAsync(All);
        Assert.Equal(
            $$"""{"surviveRestart":false,"freezes":[{"scope":"all","by":"anna","at":"2026-11-20T10:00:00+00:00"},{{Freeze}}]}""",
            (await edge.AdminAsync("GET", "/api/freezes", Operators.Bearer(Operators.Viewer))).Text);
        Assert.DoesNotContain("nightly", (await edge.PostAsync(Call)).Text);
        await edge.ThawAsync(All);
        Assert.Equal(Freeze,
            (await edge.AdminSendAsync("DELETE", "/api/freezes", """{"scope":"grant","name":"anonymous"}""", AsAdmin)).Text);
        Assert.Equal("""{"surviveRestart":false,"freezes":[]}""", (await edge.AdminAsync("GET", "/api/freezes", AsAdmin)).Text);
        Assert.Equal(
            ["User 'anna' froze grant 'anonymous': the nightly job loops.", "User 'anna' froze everything: no reason given.",
                "User 'anna' thawed everything: no reason given.", "User 'anna' thawed grant 'anonymous': no reason given."],
            edge.Logs.Lines.Where(line => line.Category == "Edge.Admin.Freezes").Select(line => line.Message));
    }

    [Fact]
    public async Task There_is_nothing_to_thaw_where_nothing_is_frozen()
    {
        await using var edge = await StartAsync();
        await edge.FreezeAsync("""{"scope":"grant","name":"a"}""");
        var answer = await edge.AdminSendAsync("DELETE", "/api/freezes", All, AsAdmin);
        Assert.Equal(404, answer.Status);
        Assert.Contains("\"code\":\"not_frozen\"", answer.Text);
    }

    [Fact]
    public async Task In_shadow_a_store_that_cannot_be_asked_stops_only_whom_it_stopped_before()
    {
        var freezes = new FailingFreezes { Works = true };
        await freezes.SetAsync(FreezeTarget.Server("spare"), "anna", null, CancellationToken.None);
        await using var edge = await StartAsync("""{ "version": "1", "default": "allow", "mode": "shadow" }""",
            services: services => services.AddSingleton<IFreezeStore>(freezes));
        freezes.Works = false;
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);

        freezes.Works = true;
        await freezes.SetAsync(FreezeTarget.All, "anna", null, CancellationToken.None);
        freezes.Works = false;

        Assert.Contains("\"reason\":\"frozen\"", (await edge.PostAsync(Call)).Text);
    }

    [Fact]
    public async Task Where_the_store_cannot_be_asked_nothing_passes()
    {
        var freezes = new FailingFreezes();
        await using var edge = await StartAsync("""{ "version": "1", "default": "allow" }""",
            services: services => services.AddSingleton<IFreezeStore>(freezes));
        var denied = await edge.PostAsync(Call);
        Assert.Contains("\"reason\":\"store_unavailable\",\"rule\":\"\"", denied.Text);
        Assert.Empty(edge.Server.Received);
        foreach (var method in new[] { "GET", "PUT", "DELETE" })
        {
            var answer = await edge.AdminSendAsync(method, "/api/freezes", All, AsAdmin);
            Assert.Equal(503, answer.Status);
            Assert.Contains("\"code\":\"store_unavailable\"", answer.Text);
            Assert.DoesNotContain("secret host", answer.Text);
        }

        Assert.DoesNotContain(edge.Logs.Lines, line => line.Category.Contains("ExceptionHandler", StringComparison.Ordinal));

        freezes.Works = true;
        Assert.DoesNotContain("isError", (await edge.PostAsync(Call)).Text);
    }

    private static Task<EdgeHost> StartAsync(string policy = EdgeHost.AllowOne, TimeProvider? clock = null,
        Action<IServiceCollection>? services = null) => EdgeHost.StartAsync(
        policy, clock: clock, services: services,
        settings: [.. Operators.Settings, ("ReverseProxy:Clusters:spare:Destinations:primary:Address", "http://127.0.0.1:9/")]);
}
