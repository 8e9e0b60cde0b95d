using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Edge.Tests.Enforcement;

public sealed class StreamingTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    [Fact]
    public async Task The_head_of_a_silent_stream_and_each_event_come_at_once()
    {
        var next = new SemaphoreSlim(0);
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await next.WaitAsync();
            await context.Response.WriteAsync(": keep-alive\n\n");
            await next.WaitAsync();
            await context.Response.WriteAsync("data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n");
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call);
        await caller.ReadUntilAsync("\r\n\r\n");
        Assert.DoesNotContain("keep-alive\n", caller.Received);
        next.Release();
        await caller.ReadUntilAsync(": keep-alive\n\n");
        Assert.DoesNotContain("result", caller.Received);
        next.Release();
        await caller.ReadUntilAsync("\"result\"");
    }

    [Fact]
    public async Task A_caller_that_leaves_ends_the_request_at_the_server()
    {
        var left = new TaskCompletionSource<bool>();
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            context.RequestAborted.Register(() => left.TrySetResult(true));
            context.Response.ContentType = "text/event-stream";
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call);
        await caller.ReadUntilAsync("\r\n\r\n");
        caller.Dispose();
        Assert.True(await Deadline.Within(left.Task, "the server to be told"));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_after_the_call_timeout()
    {
        var clock = new ManualTimeProvider();
        var arrived = new TaskCompletionSource();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        edge.Server.Answer = async (context, _) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var answer = edge.PostAsync(Call);
        await arrived.Task.WaitAsync(Deadline.Limit);
        clock.Advance(TimeSpan.FromMinutes(6) - TimeSpan.FromMilliseconds(1));
        Assert.False(answer.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        var response = await Deadline.Within(answer, "the answer");
        Assert.Equal(504, response.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"The server did not answer in time."}}""", response.Text);
    }

    [Fact]
    public async Task A_server_that_is_silent_longer_than_its_clusters_own_timeout_is_answered_for_in_the_same_words()
    {
        await using var edge =
            await EdgeHost.StartAsync(settings: ("ReverseProxy:Clusters:server:HttpRequest:ActivityTimeout", "00:00:00.050"));
        edge.Server.Answer = (context, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var response = await edge.PostAsync(Call);
        Assert.Equal(504, response.Status);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"error":{"code":-32603,"message":"The server did not answer in time."}}""", response.Text);
    }

    [Theory]
    [InlineData(": first\n\n", "")]
    [InlineData("data: {\"half", "\n\n")]
    public async Task A_stream_that_falls_silent_ends_with_an_error_event_of_its_own(string last, string between)
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        edge.Server.Answer = async (context, _) =>
        {
            await ScriptedServer.Events(context, last);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call, "Connection: close");
        await caller.ReadUntilAsync(last);
        var end = caller.ReadToEndAsync();
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(6));
                return end.IsCompleted;
            },
            "the stream to end");
        Assert.Contains(between
            + "event: message\ndata: {\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32603,\"message\":\"The server did not go on in "
            + "time.\"}}\n\n", caller.Received);
    }

    [Fact]
    public async Task A_stream_that_falls_silent_behind_its_answer_ends_without_another()
    {
        const string Answer = "data: {\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}\n\n";
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        edge.Server.Answer = async (context, _) =>
        {
            await ScriptedServer.Events(context, Answer);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "POST", Call, "Connection: close");
        await caller.ReadUntilAsync(Answer);
        var end = caller.ReadToEndAsync();
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(6));
                return end.IsCompleted;
            },
            "the stream to end");
        Assert.EndsWith("\r\n0\r\n\r\n", caller.Received);
        Assert.DoesNotContain("error", caller.Received);
        Assert.DoesNotContain(edge.Logs.Lines, l => l.Id.Name == "ServerFailed");
    }

    [Fact]
    public async Task A_get_stream_may_be_idle_for_hours_and_ends_with_the_shutdown()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await EdgeHost.StartAsync(clock: clock);
        edge.Server.Answer = async (context, _) =>
        {
            await ScriptedServer.Events(context, ": open\n\n");
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        using var caller = await RawConnection.SendAsync(edge.Mcp, "GET", "", "Connection: close");
        await caller.ReadUntilAsync(": open\n\n");
        var end = caller.ReadToEndAsync();
        clock.Advance(TimeSpan.FromHours(12));
        Assert.False(end.IsCompleted);
        var stopping = edge.StopAsync();
        await end.WaitAsync(Deadline.Limit);
        await stopping.WaitAsync(Deadline.Limit);
        Assert.EndsWith("0\r\n\r\n", caller.Received);
    }

    [Fact]
    public async Task A_subscription_may_be_idle_for_hours()
    {
        var clock = new ManualTimeProvider();
        var next = new SemaphoreSlim(0);
        await using var edge = await EdgeHost.StartAsync(EdgeHost.AllowAll, clock: clock);
        edge.Server.Answer = async (context, _) =>
        {
            await ScriptedServer.Events(context, ": open\n\n");
            await next.WaitAsync();
            await context.Response.WriteAsync("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n\n");
        };
        using var caller = await RawConnection.SendAsync(
            edge.Mcp, "POST",
            """{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":{"notifications":{"toolsListChanged":true},"_meta":"""
                + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""",
            "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: subscriptions/listen");
        await caller.ReadUntilAsync(": open\n\n");
        clock.Advance(TimeSpan.FromHours(12));
        next.Release();
        await caller.ReadUntilAsync("list_changed");
    }

    [Theory]
    [InlineData(70_000)]
    [InlineData(3_000_000)]
    public async Task A_long_event_passes_whole(int length)
    {
        var answer = $"data: {{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{{\"text\":\"{new string('x', length)}\"}}}}\n\n";
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) => ScriptedServer.Events(context, answer);
        Assert.Equal(answer, (await edge.PostAsync(Call)).Text);
    }

    [Fact]
    public async Task A_tool_that_is_not_listed_cannot_come_in_by_a_replayed_list()
    {
        await using var edge = await EdgeHost.StartAsync();
        edge.Server.Answer = (context, _) => ScriptedServer.Events(
            context,
                "id: 4\ndata: {\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[{\"name\":\"other\"},{\"name\":\"allowed\"}]}}\n\n");
        var answer = await RawHttp.RequestAsync(edge.Mcp, "GET", default, "Accept: text/event-stream", "Last-Event-ID: 3");
        Assert.Equal("id: 4\ndata: {\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"tools\":[{\"name\":\"allowed\"}]}}\n\n", answer.Text);
        Assert.Equal("3", Assert.Single(edge.Server.Received).Headers["Last-Event-ID"]);
    }
}
