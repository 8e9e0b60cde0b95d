using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Limits;

/// <summary>When the permit of a concurrency limit comes back.</summary>
public sealed class PermitTests
{
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": { "work": { "limits": [ { "counter": "n", "max": 1, "algorithm": "concurrency",
          "linger": "90s" } ] } } }
        """;

    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"work"}}""";

    private const string Result = """{"jsonrpc":"2.0","id":7,"result":{}}""";

    public static TheoryData<string, Func<HttpContext, Task>> Ends => new()
    {
        { "an answer", context => ScriptedServer.Json(context, Result) },
        { "an event stream", context => ScriptedServer.Events(context, $"data: {Result}\n\n") },
        { "a tool's error", context => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{"isError":true}}""") },
        { "a failure", context => ScriptedServer.Json(context, "oops", 500) },
        { "a refusal", context => ScriptedServer.Json(context, "who are you?", 401) },
        { "a redirect", context => Redirect(context) },
        { "a broken body", context => BreakAsync(context) },
        { "no answer at all", context => Break(context) },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task However_a_call_ends_its_permit_comes_back(string end, Func<HttpContext, Task> answer)
    {
        var (arrived, open) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        await using var edge = await EdgeHost.StartAsync(Policy, clock: new ManualTimeProvider());
        edge.Server.Answer = async (context, _) =>
        {
            arrived.Release();
            await open.WaitAsync();
            await answer(context);
        };
        for (var i = 0; i < 3; i++)
        {
            using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call, "Connection: close");
            Assert.True(await arrived.WaitAsync(Deadline.Limit));
            var denied = await edge.PostAsync(Call);
            Assert.Contains("rate_limited", denied.Text);
            Assert.Equal("1", denied.Header("Retry-After"));
            open.Release();
            await EndAsync(caller, end);
        }

        Assert.Equal(3, edge.Server.Received.Count);
    }

    [Fact]
    public async Task A_caller_that_leaves_before_the_answer_keeps_its_permit_for_a_while()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var edge = await EdgeHost.StartAsync(Policy, clock: clock);
        edge.Server.Answer = async (context, _) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using (await RawConnection.SendAsync(edge.Mcp, "POST", Call))
            await arrived.Task.WaitAsync(Deadline.Limit);
        await Deadline.Until(() => edge.FinishedRequests == 1, "Edge to notice");

        Assert.Equal("90", (await edge.PostAsync(Call)).Header("Retry-After"));
        clock.Advance(TimeSpan.FromSeconds(89));
        Assert.Equal("1", (await edge.PostAsync(Call)).Header("Retry-After"));
        Assert.Single(edge.Server.Received);

        edge.Server.Answer = (context, _) => ScriptedServer.Json(context, Result);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("\"result\":{}", (await edge.PostAsync(Call)).Text);
    }

    [Theory]
    [InlineData("application/json", """{"jsonrpc":"2.0",""", false)]
    [InlineData("text/event-stream", ": working\n\n", false)]
    [InlineData("text/event-stream", ": working\n\n", true)]
    public async Task A_server_that_falls_silent_within_its_answer_keeps_its_permit_for_a_while(string type, string begun, bool inSession)
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(Policy, clock: clock, settings: ("Edge:Wire:CallTimeout", "00:00:01"));
        var session = inSession ? await OpenSessionAsync(edge) : null;
        var before = edge.FinishedRequests;
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = type;
            await context.Response.WriteAsync(begun);
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using (var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call, session is null ? [] : [$"Mcp-Session-Id: {session}"]))
        {
            await caller.ReadUntilAsync(begun);
            await Deadline.Until(() => edge.FinishedRequests == before + 1 || Pass(clock), "Edge to give up");
        }

        Assert.Contains("rate_limited", (await edge.PostAsync(Call)).Text);
        Assert.Single(edge.Server.Received, received => received.Text == Call);
    }

    [Fact]
    public async Task A_caller_that_leaves_after_the_answer_has_nothing_left_behind()
    {
        await using var edge = await EdgeHost.StartAsync(Policy, clock: new ManualTimeProvider());
        edge.Server.Answer = async (context, _) =>
        {
            // The event answers the call; the server is slow to end the stream.
            await ScriptedServer.Events(context, $": working\n\ndata: {Result}\n\n");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        for (var i = 0; i < 3; i++)
        {
            using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call);
            await caller.ReadUntilAsync(Result);
        }

        Assert.Equal(3, edge.Server.Received.Count);
    }

    // An answer that broke off at the server breaks off at the caller, perhaps before any of it came.
    private static async Task EndAsync(RawConnection caller, string end)
    {
        try
        {
            await caller.ReadToEndAsync();
        }
        catch (IOException)
        {
            Assert.Equal("a broken body", end);
        }
    }

    // The clock of the silence starts when Edge waits for more, which the caller cannot see; it is shorter than the linger.
    private static bool Pass(ManualTimeProvider clock)
    {
        clock.Advance(TimeSpan.FromSeconds(1));
        return false;
    }

    private static async Task<string> OpenSessionAsync(EdgeHost edge)
    {
        edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = "session";
            return ScriptedServer.Json(context, Result);
        };
        var opened = edge.FinishedRequests + 1;
        var id =
            (await edge.PostAsync(
            """{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":"""
                + """{"name":"c","version":"1"}}}""")).Header("Mcp-Session-Id");
        await Deadline.Until(() => edge.FinishedRequests == opened, "the session to be open");
        return id!;
    }

    private static Task Redirect(HttpContext context)
    {
        context.Response.Redirect("http://elsewhere.example/");
        return Task.CompletedTask;
    }

    private static async Task BreakAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync(Result);
        await context.Response.Body.FlushAsync();
        context.Abort();
    }

    private static Task Break(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }
}
