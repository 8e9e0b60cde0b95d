using System.Reflection;
using Edge.Fuzz.Running;
using Edge.Mcp.Requests;
using Xunit;

namespace Edge.Fuzz.Tests;

/// <summary>What <c>make fuzz</c> runs for minutes, for half a minute.</summary>
public sealed class BoundedRunTests
{
    private const ulong Seed = 20_261_120;
    private const long Requests = 30_000;

    // What src/Edge.Mcp/Requests does not refuse for: sessions, grants, routing and floods are decided elsewhere.
    private static readonly RefusalReason[] Elsewhere = [RefusalReason.UnknownSession, RefusalReason.Unauthenticated,
        RefusalReason.NoRoute, RefusalReason.Flood];

    [Fact]
    public async Task Nothing_is_read_in_two_ways_and_every_refusal_is_reached()
    {
        var summary = await new FuzzRun(Seed, Requests, TextWriter.Null, TimeProvider.System).RunAsync(CancellationToken.None);

        Assert.True(summary.Tally.Found == 0,
            string.Join('\n', summary.Tally.Findings.Select(finding => $"{finding.Target} {finding.Index}: {finding.What}")));
        Assert.Equal(Requests, summary.Tally.Counts["requests: inputs"]);
        Assert.InRange(summary.Accepted("requests"), 0.3, 0.7);
        Assert.InRange(summary.Accepted("headers"), 0.1, 0.7);
        Assert.InRange(summary.Accepted("answers"), 0.3, 0.9);
        Assert.InRange(summary.Accepted("policies"), 0.1, 0.7);
        Assert.InRange(summary.Accepted("patterns"), 0.5, 0.99);
        Assert.Contains("JavaScript", summary.Languages);

        var reached = summary.Tally.Counts.Keys.Select(what => what.Split("refused, ")).Where(parts => parts.Length == 2)
            .Select(parts => parts[1]).ToHashSet();
        Assert.Empty(Enum.GetValues<RefusalReason>().Except(Elsewhere).Select(reason => reason.Slug()).Except(reached));
        var messages = typeof(Refusals).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => ((Refusal)field.GetValue(null)!).Message);
        // A removed method is answered by Enforcement/MessageReader, from the verdict on the revision; sessions and routes are known there.
        string[] elsewhere = [Refusals.RemovedMethod.Message, Refusals.UnknownSession.Message, Refusals.NoRoute.Message];
        Assert.Empty(messages.Except(summary.Tally.Texts).Except(elsewhere));
    }

    [Fact]
    public async Task A_run_that_is_stopped_tells_what_it_has_done()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var summary = await new FuzzRun(Seed, Requests, TextWriter.Null, TimeProvider.System).RunAsync(stop.Token);
        Assert.Equal(0, summary.Tally.Inputs);
        Assert.EndsWith("0 findings", summary.ToString(), StringComparison.Ordinal);
    }
}
