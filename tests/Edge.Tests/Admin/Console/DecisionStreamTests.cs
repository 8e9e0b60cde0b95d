using System.Text.Json;
using Edge.Admin.Decisions;
using Edge.Gateway.DecisionFeed;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Admin.Console;

/// <summary>The decisions that are kept, and those who watch.</summary>
public sealed class DecisionStreamTests
{
    private const string Call =
        """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed","arguments":{"key":"secret-value"}}}""";
    private const string Ping = """{"jsonrpc":"2.0","id":7,"method":"ping"}""";
    private static readonly string AsViewer = Operators.Bearer(Operators.Viewer);

    [Fact]
    public async Task What_is_recorded_is_kept_and_housekeeping_is_not()
    {
        await using var edge = await StartAsync();
        await edge.PostAsync(Ping);
        await edge.PostAsync(Call);
        await edge.PostAsync(Call.Replace("allowed", "other", StringComparison.Ordinal));
        await edge.PostAsync(Ping.Replace("ping", "sampling/createMessage", StringComparison.Ordinal));
        using var answer = JsonDocument.Parse((await edge.AdminAsync("GET", "/api/decisions", AsViewer)).Body);
        Assert.Equal(
            ["sampling/createMessage deny method_not_allowed", "other deny not_listed", "allowed allow allowed"],
            answer.RootElement.GetProperty("decisions").EnumerateArray().Select(Words));

        static string Words(JsonElement decision) =>
            $"{(decision.TryGetProperty("target", out var target) ? target
                : decision.GetProperty("method")).GetString()} {decision.GetProperty("decision")
                    .GetString()} {decision.GetProperty("reason").GetString()}";
    }

    [Fact]
    public async Task Arguments_are_kept_only_where_the_settings_say_so()
    {
        await using var edge = await StartAsync();
        await edge.PostAsync(Call);
        Assert.Null(Assert.Single(Ring(edge).Newest()).Arguments);
        await using var keeping = await StartAsync(("Edge:Admin:KeepArguments", "true"), ("Edge:Approvals:Mask:0", "args.key"));
        await keeping.PostAsync(Call);
        await keeping.PostAsync(Call.Replace("secret-value", new string('x', DecisionSlot.MaxArguments), StringComparison.Ordinal));
        Assert.Equal([null, """{"key":"secret-value"}"""], Ring(keeping).Newest()
            .Select(decision => decision.Arguments is { } kept ? System.Text.Encoding.UTF8.GetString(kept) : null));
        var shown = await keeping.AdminAsync("GET", $"/api/decisions/{Ring(keeping).Newest().Last().Id}", AsViewer);
        Assert.DoesNotContain("secret-value", shown.Text);
        Assert.Contains("***", shown.Text);
    }

    [Fact]
    public async Task Only_the_newest_are_kept_and_what_was_overwritten_is_counted()
    {
        await using var edge = await StartAsync(("Edge:Admin:RecentDecisions", "100"));
        for (var i = 0; i < 130; i++)
            await edge.PostAsync(Call);
        var ring = Ring(edge);
        Assert.Equal(Enumerable.Range(31, 100).Reverse().Select(i => (long)i), ring.Newest().Select(decision => decision.Sequence));
        var (decisions, lost, until) = ring.After(10);
        Assert.Equal((100, 20, 130), (decisions.Count, lost, until));
        (decisions, lost, until) = ring.After(130);
        Assert.Equal((0, 0, 130), (decisions.Count, lost, until));
        Assert.Null(ring.Find(30));
        Assert.Null(ring.Find(131));
    }

    [Fact]
    public async Task A_watcher_is_shown_the_newest_of_many_and_told_how_many_it_was_not()
    {
        await using var edge = await StartAsync();
        for (var i = 0; i < DecisionStream.MaxShown + 30; i++)
            await edge.PostAsync(Call);
        using var watcher = await RawConnection.SendAsync(new Uri(edge.Admin, "/api/decisions/stream?after=0"), "GET", "", AsViewer);
        await watcher.ReadUntilAsync($"\"sequence\":{DecisionStream.MaxShown + 30},");
        Assert.Contains("event: dropped\ndata: {\"count\":30}", watcher.Received);
        Assert.DoesNotContain("\"sequence\":30,", watcher.Received);
        Assert.Contains("\"sequence\":31,", watcher.Received);
        await edge.PostAsync(Call);
        await watcher.ReadUntilAsync($"\"sequence\":{DecisionStream.MaxShown + 31},");
    }

    [Fact]
    public async Task What_becomes_of_a_call_is_told_when_it_is_known()
    {
        await using var edge = await StartAsync();
        var answering = new SemaphoreSlim(0);
        edge.Server.Answer = async (context, _) =>
        {
            await answering.WaitAsync(Deadline.Token);
            await ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        };
        using var watcher = await RawConnection.SendAsync(new Uri(edge.Admin, "/api/decisions/stream"), "GET", "", AsViewer);
        await watcher.ReadUntilAsync(": edge");
        var call = edge.PostAsync(Call);
        await watcher.ReadUntilAsync("event: decision");
        Assert.DoesNotContain("outcome", watcher.Received);
        answering.Release();
        await call;
        await watcher.ReadUntilAsync("event: outcome");
        await watcher.ReadUntilAsync("\"status\":200");
    }

    [Fact]
    public async Task Only_so_many_watch_and_the_end_of_Edge_ends_them()
    {
        var edge = await StartAsync();
        var watchers = new List<RawConnection>();
        for (var i = 0; i < DecisionStream.MaxWatchers; i++)
        {
            watchers.Add(await RawConnection.SendAsync(new Uri(edge.Admin, "/api/decisions/stream"), "GET", "", AsViewer));
            await watchers[^1].ReadUntilAsync(": edge");
        }

        var refused = await edge.AdminAsync("GET", "/api/decisions/stream", AsViewer);
        Assert.Equal((503, "5"), (refused.Status, refused.Header("Retry-After")));
        Assert.Contains("\"code\":\"too_many_watchers\"", refused.Text);
        watchers[0].Dispose();
        await Deadline.Until(async () => (await TryWatchAsync(edge)) == 200, "a place to watch");

        await edge.StopAsync();
        foreach (var watcher in watchers.Skip(1))
        {
            await watcher.ReadToEndAsync();
            watcher.Dispose();
        }

        await edge.DisposeAsync();
    }

    [Fact]
    public async Task Decisions_are_written_and_read_side_by_side_and_none_is_torn()
    {
        await using var edge = await StartAsync(("Edge:Admin:RecentDecisions", "100"));
        var ring = Ring(edge);
        var isCalling = true;
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            var cursor = 0L;
            var seen = 0L;
            while (Volatile.Read(ref isCalling) || cursor < ring.Last)
            {
                var (decisions, lost, until) = ring.After(cursor);
                seen += decisions.Count + lost;
                Assert.All(decisions,
                    decision => Assert.Equal(decision.Tool == "allowed" ? "allow" : "deny", DecisionAnswer.Of(decision).Decision));
                cursor = until;
            }

            return seen;
        })).ToList();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async i =>
        {
            for (var n = 0; n < 60; n++)
                await edge.PostAsync(i % 2 == 0 ? Call : Call.Replace("allowed", "other", StringComparison.Ordinal));
        }));
        Volatile.Write(ref isCalling, false);
        Assert.All(await Task.WhenAll(readers), seen => Assert.Equal(480, seen));
    }

    private static DecisionRing Ring(EdgeHost edge) => edge.Services.GetRequiredService<DecisionRing>();

    private static async Task<int> TryWatchAsync(EdgeHost edge)
    {
        using var watcher = await RawConnection.SendAsync(new Uri(edge.Admin, "/api/decisions/stream"), "GET", "", AsViewer);
        await watcher.ReadUntilAsync("\r\n");
        return watcher.Received.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) ? 200 : 503;
    }

    private static Task<EdgeHost> StartAsync(params (string Key, string Value)[] settings) =>
        EdgeHost.StartAsync(settings: [.. Operators.Settings, .. settings]);
}
