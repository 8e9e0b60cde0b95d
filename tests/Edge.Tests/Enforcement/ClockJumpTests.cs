using Edge.Testing;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>A wall clock that somebody sets, while the time that passes goes on: nothing counts twice, hangs or opens.</summary>
public sealed class ClockJumpTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly ManualTimeProvider _clock = new(Start);

    [Theory]
    [InlineData("fixed")]
    [InlineData("sliding")]
    [InlineData("token_bucket")]
    public async Task A_window_that_is_full_is_not_opened_by_a_clock_that_is_set_back(string algorithm)
    {
        await using var edge = await EdgeHost.StartAsync(
            $$"""{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "1h", "max": 2,"""
                + $$""" "algorithm": "{{algorithm}}" } ] } } }""", clock: _clock);
        for (var i = 0; i < 4; i++)
            await edge.PostAsync(Call);
        foreach (var back in new[] { 1, 24, 24 * 365 })
        {
            _clock.JumpTo(Start - TimeSpan.FromHours(back));
            Assert.Contains("\"reason\":\"rate_limited\"", (await edge.PostAsync(Call)).Text);
        }

        Assert.Equal(2, edge.Server.Received.Count);

        // By the time that really passed it opens, and once.
        _clock.Advance(TimeSpan.FromHours(2.1));
        for (var i = 0; i < 4; i++)
            await edge.PostAsync(Call);
        _clock.JumpTo(Start);
        await edge.PostAsync(Call);
        Assert.Equal(4, edge.Server.Received.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task A_call_under_way_waits_for_its_server_as_long_as_time_passes_and_no_longer(int hours)
    {
        var arrived = new TaskCompletionSource();
        await using var edge = await EdgeHost.StartAsync(clock: _clock);
        edge.Server.Answer = async (context, _) =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        };
        var answer = edge.PostAsync(Call);
        await arrived.Task.WaitAsync(Deadline.Limit);
        _clock.JumpTo(Start + TimeSpan.FromHours(hours));
        _clock.Advance(TimeSpan.FromMinutes(6) - TimeSpan.FromMilliseconds(1));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(504, (await Deadline.Within(answer, "the answer")).Status);
    }

    [Fact]
    public async Task A_grant_whose_end_a_clock_jumps_over_has_ended()
    {
        using var folder =
            new GrantFolder(
            """{ "grants": [ { "id": "a", "expires": "2026-11-20T11:00:00Z", "tokenHashes": [ "<A>" ], "servers": { "server": {} } } ]"""
                + """ }""");
        await using var edge = await EdgeHost.StartAsync(clock: _clock, settings: folder.Settings());
        Assert.Equal(200, (await edge.PostAsync(Call, $"Authorization: Bearer {GrantFolder.TokenA}")).Status);
        _clock.JumpTo(Start + TimeSpan.FromHours(1));
        Assert.Equal(401, (await edge.PostAsync(Call, $"Authorization: Bearer {GrantFolder.TokenA}")).Status);
    }
}
