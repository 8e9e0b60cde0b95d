using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>What breaks inside Edge forwards nothing, and a request is never sent twice.</summary>
public sealed class FaultTests
{
    private const string Call = """{"jsonrpc":"2.0","id":"seven","method":"tools/call","params":{"name":"allowed"}}""";
    private const string Limited = """{ "version": "1", "default": "deny", "tools": { "allowed": { "rate_limit": "10/day" } } }""";

    [Theory]
    [InlineData("limits", true)]
    [InlineData("freezes", false)]
    public async Task What_nobody_expected_denies_and_says_so_to_the_operator_alone(string part, bool hasTool)
    {
        await using var edge = await EdgeHost.StartAsync(Limited, services: services =>
        {
            if (hasTool)
                services.AddSingleton<ILimitStore, BrokenStore>();
            else
                services.AddSingleton<IFreezeStore, BrokenFreezes>();
        });
        var answer = await edge.PostAsync(Call);
        Assert.Equal(500, answer.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":"seven","error":{"code":-32603,"message":"Edge could not decide this message."}}""",
            answer.Text);
        Assert.Empty(edge.Server.Received);
        var line = Assert.Single(edge.Logs.Lines, l => l.Id.Name == "Broke");
        Assert.Equal((LogLevel.Error, part), (line.Level, line.Exception!.Message));
        if (!hasTool)
            Assert.Equal(500, (await RawHttp.RequestAsync(edge.Mcp, "GET", default)).Status);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task What_breaks_in_the_reader_after_parsing_is_answered_with_the_requests_id()
    {
        await using var edge = await EdgeHost.StartAsync(services: services => services.AddSingleton<IStartupFilter, BrokenSessions>());
        var answer = await edge.PostAsync(Call, "Mcp-Session-Id: s");
        Assert.Equal(500, answer.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":"seven","error":{"code":-32603,"message":"Edge could not decide this message."}}""",
            answer.Text);
        Assert.Equal("sessions", Assert.Single(edge.Logs.Lines, l => l.Id.Name == "Broke").Exception!.Message);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_call_whose_server_breaks_off_is_not_sent_again()
    {
        await using var edge = await EdgeHost.StartAsync();
        // On a connection that was good before: where a client library would be tempted.
        Assert.Equal(200, (await edge.PostAsync(Call)).Status);
        edge.Server.Forget();
        edge.Server.Answer = (context, _) =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        var answer = await edge.PostAsync(Call);
        Assert.Equal(502, answer.Status);
        Assert.Contains("\"id\":\"seven\",\"error\":{\"code\":-32603,", answer.Text);
        Assert.Single(edge.Server.Received);
    }

    [Fact]
    public async Task A_denial_in_a_session_does_not_end_it()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = "s";
            return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        };
        var id =
            (await edge.PostAsync(
            """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
                + """{"name":"t","version":"1"}}}""")).Header("Mcp-Session-Id");
        Assert.Equal(200,
            (await edge.PostAsync(Call.Replace("allowed", "denied", StringComparison.Ordinal), $"Mcp-Session-Id: {id}")).Status);
        Assert.Equal(200, (await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tasks/list"}""", $"Mcp-Session-Id: {id}")).Status);
        Assert.Equal(200, (await edge.PostAsync(Call, $"Mcp-Session-Id: {id}")).Status);
        Assert.Equal("s", edge.Server.Received[^1].Headers["Mcp-Session-Id"]);
    }

    [Fact]
    public async Task Two_calls_with_one_id_each_have_their_own_answer()
    {
        await using var edge = await EdgeHost.StartAsync();
        var both = new TaskCompletionSource();
        edge.Server.Answer = async (context, request) =>
        {
            if (edge.Server.Received.Count == 2)
                both.TrySetResult();
            await both.Task.WaitAsync(Deadline.Limit);
            await ScriptedServer.Json(context, $$$"""{"jsonrpc":"2.0","id":"seven","result":{"n":{{{request.Headers["X-N"]}}}}}""");
        };
        var answers = await Task.WhenAll(edge.PostAsync(Call, "X-N: 1"), edge.PostAsync(Call, "X-N: 2"));
        Assert.Equal(["{\"n\":1}", "{\"n\":2}"], answers.Select(a => a.Text[a.Text.IndexOf("{\"n\"", StringComparison.Ordinal)..^1]));
    }

    [Theory]
    [InlineData("text/html", "<script>alert(1)</script>")]
    [InlineData("application/json", "{}")]
    public async Task What_a_browser_is_led_to_is_no_page_of_this_origin(string type, string body)
    {
        await using var edge = await EdgeHost.StartAsync("""{ "version": "1", "default": "allow", "mode": "shadow" }""");
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(body);
        };
        var answer = await RawHttp.RequestAsync(edge.Mcp, "GET", default);
        Assert.Equal(("sandbox; default-src 'none'; frame-ancestors 'none'", "nosniff"),
            (answer.Header("Content-Security-Policy"), answer.Header("X-Content-Type-Options")));
        Assert.Null((await edge.PostAsync(Call)).Header("Content-Security-Policy"));
    }

    private sealed class BrokenStore : ILimitStore
    {
        public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new NotSupportedException("limits");

        public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new NotSupportedException("limits");

        public void End(Reservation reservation, ReservationEnd end) => throw new NotSupportedException("limits");

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    // The header is read after the message was parsed.
    private sealed class BrokenSessions : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use((HttpContext context, RequestDelegate then) =>
            {
                var request = context.Features.GetRequiredFeature<IHttpRequestFeature>();
                request.Headers = new Headers(request.Headers);
                return then(context);
            });
            next(app);
        };

        private sealed class Headers(IHeaderDictionary sent)
            : HeaderDictionary(sent.ToDictionary(StringComparer.OrdinalIgnoreCase)), IHeaderDictionary
        {
            StringValues IHeaderDictionary.this[string key]
            {
                get => key == "Mcp-Session-Id" ? throw new NotSupportedException("sessions") : this[key];
                set => this[key] = value;
            }
        }
    }

    private sealed class BrokenFreezes : IFreezeStore
    {
        public bool SurviveRestart => false;

        public ValueTask<Freeze?> FindAsync(string grant, string server, CancellationToken cancellationToken) =>
            throw new NotSupportedException("freezes");

        public Freeze? FindLastKnown(string grant, string server) => throw new NotSupportedException("freezes");

        public ValueTask<Freeze> SetAsync(FreezeTarget target, string by, string? reason, CancellationToken cancellationToken) =>
            throw new NotSupportedException("freezes");

        public ValueTask<Freeze?> ClearAsync(FreezeTarget target, CancellationToken cancellationToken) =>
            throw new NotSupportedException("freezes");

        public ValueTask<IReadOnlyList<Freeze>> ListAsync(CancellationToken cancellationToken) =>
            throw new NotSupportedException("freezes");
    }
}
