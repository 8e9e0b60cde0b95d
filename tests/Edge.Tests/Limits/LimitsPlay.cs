using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Limits;

/// <summary>Plays the rows of a table of <c>docs/limits.md</c>: what is called when, by whom, and what happens.</summary>
internal sealed partial class LimitsPlay : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(Start);
    private readonly Queue<RawConnection> _open = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _held = new();
    private EdgeHost? _edge;
    private bool _stays;
    private int _recorded;

    private EdgeHost Edge => _edge ?? throw new InvalidOperationException("Not started.");

    public static async Task<LimitsPlay> StartAsync(string policy)
    {
        var play = new LimitsPlay();
        play._edge = await EdgeHost.StartAsync(
            policy, clock: play._clock,
            settings: [("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"), ("Edge:Wire:KnownProxies:0", "127.0.0.1")]);
        play._edge.Server.Answer = async (context, _) =>
        {
            if (play._stays)
            {
                var end = new TaskCompletionSource();
                play._held.Enqueue(end);
                await end.Task.WaitAsync(context.RequestAborted);
            }

            await ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{}}""");
        };
        return play;
    }

    /// <summary>Plays one row.</summary>
    public async Task RowAsync(TimeOnly at, string call, string expected)
    {
        _clock.Advance(Start.Date.Add(at.ToTimeSpan()) - _clock.GetUtcNow().DateTime);
        if (call == "one call is answered")
            await AnswerOneAsync();
        else if (call == "one caller leaves")
            await LeaveOneAsync();
        else
            await CallAsync(CallCell().Match(call), call, expected);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _open)
            connection.Dispose();
        await Edge.DisposeAsync();
    }

    private async Task CallAsync(Match cell, string text, string expected)
    {
        Assert.True(cell.Success, $"Nobody understands '{text}'.");
        var count = cell.Groups["count"] is { Success: true } times ? int.Parse(times.Value) : 1;
        var arguments = cell.Groups["args"] is { Success: true } given ? given.Value : "{}";
        var body = $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{cell.Groups["tool"].Value}}}","arguments":{{{arguments}}}}}""";
        List<string> headers = [];
        if (cell.Groups["by"] is { Success: true } by)
            headers.Add($"Authorization: Bearer {by.Value}");
        if (cell.Groups["from"] is { Success: true } from)
            headers.Add($"X-Forwarded-For: {from.Value}");
        _stays = cell.Groups["stays"].Success;
        for (var left = count - 1; left >= 0; left--)
        {
            if (_stays)
                await OpenAsync(body, expected, headers);
            else
                Check(await Edge.PostAsync(body, [.. headers]), expected, last: left == 0);
        }
    }

    private async Task OpenAsync(string body, string expected, List<string> headers)
    {
        Assert.Equal("goes on", expected);
        var before = _held.Count;
        _open.Enqueue(await RawConnection.SendAsync(Edge.Mcp, "POST", body, [.. headers, "Connection: close"]));
        await Deadline.Until(() => _held.Count == before + 1, "the server to have the call");
    }

    private async Task AnswerOneAsync()
    {
        Assert.True(_held.TryDequeue(out var end));
        end.SetResult();
        using var connection = _open.Dequeue();
        await connection.ReadToEndAsync();
    }

    private async Task LeaveOneAsync()
    {
        Assert.True(_held.TryDequeue(out _));
        var before = Edge.FinishedRequests;
        _open.Dequeue().Dispose();
        await Deadline.Until(() => Edge.FinishedRequests == before + 1, "Edge to notice that the caller left");
    }

    private void Check(RawResponse answer, string expected, bool last)
    {
        Assert.Equal(200, answer.Status);
        using var json = JsonDocument.Parse(answer.Body);
        var denied = json.RootElement.GetProperty("result").TryGetProperty("content", out var content);
        var told = Edge.Logs.Lines.Count(l => l.Id.Name == "WouldDeny" && l.Message.Contains(": rate_limited (", StringComparison.Ordinal));
        Assert.Equal(expected == "passes, recorded as `rate_limited`" ? _recorded + 1 : _recorded, told);
        _recorded = told;
        if (expected.StartsWith("denied: ", StringComparison.Ordinal))
        {
            Assert.True(denied, answer.Text);
            Assert.Equal("Blocked by policy: " + expected["denied: ".Length..], content[0].GetProperty("text").GetString());
            Assert.Equal(Seconds().Match(expected) is { Success: true } wait ? wait.Groups["seconds"].Value : null,
                answer.Header("Retry-After"));
            return;
        }

        Assert.False(denied, answer.Text);
        Assert.StartsWith("passes", expected);
        if (last && Quota().Match(expected) is { Success: true } quota)
            Assert.Equal(quota.Groups["value"].Value, answer.Header("RateLimit"));
    }

    [GeneratedRegex(
        "^(?:(?<count>[0-9]+) × )?`(?<tool>[^`]+)`(?: `(?<args>[^`]+)`)?(?: by `(?<by>[^`]+)`)?(?: from `(?<from>[^`]+)`)?(?<stays>, "
        + "stays open)?$")]
    private static partial Regex CallCell();

    [GeneratedRegex("Try again in (?<seconds>[0-9]+) second")]
    private static partial Regex Seconds();

    [GeneratedRegex("^passes with `RateLimit: (?<value>[^`]+)`$")]
    private static partial Regex Quota();
}
