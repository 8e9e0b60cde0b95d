using Edge.Gateway.Enforcement.Forwarding;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>Answers without an end of their own, whose callers may not have them any more.</summary>
public sealed class OpenStreamTests : IDisposable
{
    private const string A = """{ "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } }""";
    private const string B = """{ "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } }""";
    private const string Both = $$"""{ "grants": [ {{A}}, {{B}} ] }""";

    private static readonly string AsA = Operators.Bearer(GrantFolder.TokenA);
    private static readonly string AsB = Operators.Bearer(GrantFolder.TokenB);

    private readonly GrantFolder _folder = new(Both);
    private readonly ManualTimeProvider _clock = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"scope":"grant","name":"a"}""")]
    [InlineData("""{"scope":"server","name":"server"}""")]
    [InlineData("""{"scope":"all"}""")]
    public async Task A_freeze_ends_the_streams_that_it_reaches_in_good_order(string target)
    {
        await using var edge = await StartAsync();
        using var a = await OpenAsync(edge, AsA);
        using var b = await OpenAsync(edge, AsB);
        await edge.FreezeAsync(target);
        await EndsAsync(a);
        await Deadline.Until(() => edge.Logs.Lines.Any(l => l.Id.Id == 206
            && l.Message.StartsWith("Ended an open stream of 'a' at 'server': ", StringComparison.Ordinal)), "the log to say so");
        if (target.Contains("grant", StringComparison.Ordinal))
            await StaysAsync(edge, b);
        else
            await EndsAsync(b);
    }

    [Fact]
    public async Task A_subscription_ends_too()
    {
        const string listen =
            """{"jsonrpc":"2.0","id":7,"method":"subscriptions/listen","params":{"notifications":{},"_meta":"""
            + """{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}""";
        await using var edge = await StartAsync(EdgeHost.AllowAll);
        using var a = await RawConnection.SendAsync(
            edge.Mcp, "POST", listen, AsA, "Connection: close", "MCP-Protocol-Version: 2026-07-28", "Mcp-Method: subscriptions/listen");
        await a.ReadUntilAsync(": open\n\n");
        await edge.FreezeAsync("""{"scope":"grant","name":"a"}""");
        await EndsAsync(a);
    }

    public static TheoryData<string, string> Revocations => new()
    {
        { $$"""{ "grants": [ {{B}} ] }""", "its token was taken away" },
        { $$"""{ "grants": [ {{A.Replace("<A>", new string('0', 64), StringComparison.Ordinal)}}, {{B}} ] }""",
        "its token was taken away" },
        { $$"""{ "grants": [ {{A.Replace("\"a\"", "\"c\"", StringComparison.Ordinal)}}, {{B}} ] }""", "its token was taken away" },
        { $$"""{ "grants": [ {{A.Replace("\"servers\": { \"server\": {} }", "\"servers\": {}", StringComparison.Ordinal)}}, {{B}} ] }""",
        "the grant does not reach the server any more" },
        { $$"""{ "grants": [ {{A.Replace("\"tokenHashes\"", "\"expires\": \"2026-11-20T10:00:00Z\", "
        + "\"tokenHashes\"", StringComparison.Ordinal)}}, {{B}} ] }""", "the grant has ended" },
    };

    [Theory]
    [MemberData(nameof(Revocations))]
    public async Task A_grant_that_is_taken_away_takes_its_streams_along_and_no_others(string grants, string reason)
    {
        await using var edge = await StartAsync();
        using var a = await OpenAsync(edge, AsA);
        using var b = await OpenAsync(edge, AsB);
        _folder.Write(grants);
        await EndsAsync(a);
        Assert.Contains(edge.Logs.Lines, l => l.Message == $"Ended an open stream of 'a' at 'server': {reason}.");
        await StaysAsync(edge, b);
    }

    [Fact]
    public async Task A_grant_that_ends_by_the_clock_ends_its_streams()
    {
        _folder.Write($$"""{ "grants": [ {{A.Replace("\"tokenHashes\"", "\"expires\": \"2026-11-20T11:00:00Z\", "
            + "\"tokenHashes\"", StringComparison.Ordinal)}}, {{B}} ] }""");
        await using var edge = await StartAsync();
        using var a = await OpenAsync(edge, AsA);
        var end = a.ReadToEndAsync();
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.False(end.IsCompleted);
        await EndsAsync(a, end);
    }

    [Fact]
    public async Task A_call_under_way_is_answered_although_its_grant_was_taken_away()
    {
        var arrived = new TaskCompletionSource();
        var next = new TaskCompletionSource();
        await using var edge = await StartAsync();
        edge.Server.Answer = async (context, _) =>
        {
            arrived.SetResult();
            await next.Task;
            await ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        };
        var answer = edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""", AsA);
        await arrived.Task.WaitAsync(Deadline.Limit);
        _folder.Write($$"""{ "grants": [ {{B}} ] }""");
        await Deadline.Until(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return edge.Logs.Lines.Any(l => l.Id.Name == "Loaded");
            },
            "the grants to be loaded");
        next.SetResult();
        Assert.Equal(200, (await Deadline.Within(answer, "the answer")).Status);
    }

    [Fact]
    public async Task A_stream_whose_head_has_not_come_is_answered_for()
    {
        await using var edge = await StartAsync();
        edge.Server.Answer = (context, _) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        var frozen = RawHttp.RequestAsync(edge.Mcp, "GET", default, AsA);
        var stopped = RawHttp.RequestAsync(edge.Mcp, "GET", default, AsB);
        await Deadline.Until(() => edge.Server.Received.Count == 2, "both streams to be asked for");
        await edge.FreezeAsync("""{"scope":"grant","name":"a"}""");
        await Deadline.Until(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return frozen.IsCompleted;
            },
            "the answer");
        Assert.Equal(503, (await frozen).Status);
        Assert.Contains("The stream was ended before it began.", (await frozen).Text);
        Assert.False(stopped.IsCompleted);
        await edge.StopAsync().WaitAsync(Deadline.Limit);
        Assert.Equal(503, (await Deadline.Within(stopped, "the answer")).Status);
    }

    [Fact]
    public async Task Streams_that_are_over_are_forgotten()
    {
        await using var edge = await StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var a = await OpenAsync(edge, AsA);
        }

        var streams = edge.Services.GetRequiredService<OpenStreams>();
        await Deadline.Until(() => streams.Count == 0, "them to be forgotten");
    }

    private async Task<EdgeHost> StartAsync(string policy = EdgeHost.AllowOne)
    {
        var edge = await EdgeHost.StartAsync(policy, clock: _clock, settings: _folder.Settings(Operators.Settings));
        edge.Server.Answer = async (context, _) =>
        {
            await ScriptedServer.Events(context, ": open\n\n");
            try
            {
                while (true)
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, context.RequestAborted);
                    await context.Response.WriteAsync(": on\n\n", context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // Edge has left.
            }
        };
        return edge;
    }

    private static async Task<RawConnection> OpenAsync(EdgeHost edge, string token)
    {
        var stream = await RawConnection.SendAsync(edge.Mcp, "GET", "", token, "Connection: close");
        await stream.ReadUntilAsync(": open\n\n");
        return stream;
    }

    private async Task EndsAsync(RawConnection stream, Task? end = null)
    {
        end ??= stream.ReadToEndAsync();
        await Deadline.Until(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return end.IsCompleted;
            },
            "the stream to end");
        await end;
        Assert.EndsWith("0\r\n\r\n", stream.Received, StringComparison.Ordinal);
    }

    private static async Task StaysAsync(EdgeHost edge, RawConnection stream)
    {
        Assert.Equal(1, edge.Services.GetRequiredService<OpenStreams>().Count);
        // The server speaks each 20 ms: more than what may lie in the buffers of an ended connection.
        for (var i = 0; i < 10; i++)
            Assert.True(await stream.ReadMoreAsync(), "the stream was ended");
    }
}
