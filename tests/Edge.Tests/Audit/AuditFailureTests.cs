using Edge.Gateway.Audit;
using Edge.Gateway.Calls;
using Edge.Testing;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>Disks that are full, slow or broken, and that recover.</summary>
public sealed class AuditFailureTests
{
    private readonly FailingAuditFile.Switch _disk = new();

    [Fact]
    public async Task While_the_disk_is_full_calls_are_refused_and_nothing_is_lost()
    {
        await using var bench = new AuditBench(open: _disk.Open);
        await bench.RecordAsync(2);
        await bench.WrittenAsync(4);
        _disk.IsFull = true;
        var last = await BeginAsync(bench, expected: true);
        await Deadline.Until(() => bench.Writer.IsFailing, "the failure");
        await BeginAsync(bench, expected: false);
        bench.End(last);
        Assert.Equal(1, bench.Writer.Refused);
        Assert.Equal(4, bench.Writer.Head.Count);
        Assert.Single(bench.Logs.Lines,
            l => l.Message == "Audit records cannot be written; until they can, calls are refused: No space left on device.");

        await RecoverAsync(bench);
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(8, bench.Verify().Head.Count);
        Assert.Equal(0, bench.Writer.Dropped);
    }

    [Fact]
    public async Task Where_records_may_be_dropped_calls_go_on_and_what_is_missing_is_counted()
    {
        await using var bench = new AuditBench(new AuditSettings { OnFailure = AuditFailureMode.Drop, QueueSize = 16 }, _disk.Open);
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        _disk.IsFull = true;
        await bench.RecordAsync(1);
        await Deadline.Until(() => bench.Writer.IsFailing, "the failure");
        await bench.RecordAsync(100);
        Assert.Equal(0, bench.Writer.Refused);
        Assert.True(bench.Writer.Dropped > 0);

        await RecoverAsync(bench);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(2 + 2 + 200, bench.Verify().Head.Count + bench.Writer.Dropped);
    }

    [Fact]
    public async Task A_full_queue_refuses_decisions_but_takes_the_outcome_of_what_was_let_through()
    {
        await using var bench = new AuditBench(new AuditSettings { QueueSize = 16 }, _disk.Open);
        _disk.Held.Reset();
        List<CallContext> calls = [];
        while (bench.Writer.IsReady)
            calls.Add(await BeginAsync(bench, expected: true));
        Assert.InRange(calls.Count, 16, 4096);
        await BeginAsync(bench, expected: false);
        calls.ForEach(bench.End);
        _disk.Held.Set();
        await bench.WrittenAsync(2 * calls.Count);
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(2 * calls.Count + 2, bench.Verify().Head.Count);
    }

    [Fact]
    public async Task A_durable_call_waits_for_the_commit_and_many_share_one()
    {
        await using var bench = new AuditBench(new AuditSettings { Durable = true }, _disk.Open);
        _disk.Held.Reset();
        var calls = Enumerable.Range(0, 200).Select(i => bench.DecideAsync(AuditBench.Call(i))).ToList();
        Assert.DoesNotContain(calls, c => c.IsCompleted);
        Assert.Equal(0, _disk.Syncs);
        _disk.Held.Set();
        Assert.DoesNotContain(false, await Deadline.Within(Task.WhenAll(calls), "the commits"));
        Assert.InRange(_disk.Syncs, 1, 3);
        Assert.Equal(200, bench.Writer.Head.Count);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public async Task A_durable_call_whose_commit_fails_is_treated_as_configured(bool drop, bool refused)
    {
        await using var bench =
            new AuditBench(new AuditSettings { Durable = true, OnFailure = drop ? AuditFailureMode.Drop : AuditFailureMode.Deny },
            _disk.Open);
        _disk.SyncFails = true;
        var call = await BeginAsync(bench, expected: !refused);
        bench.End(call);
        _disk.SyncFails = false;
        await RecoverAsync(bench);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(2, bench.Verify().Head.Count);
    }

    [Fact]
    public async Task When_a_durable_write_fails_no_call_hangs_and_none_passes_late()
    {
        await using var bench = new AuditBench(new AuditSettings { Durable = true }, _disk.Open);
        _disk.Held.Reset();
        var calls = Enumerable.Range(0, 200).Select(i => bench.DecideAsync(AuditBench.Call(i))).ToList();
        _disk.IsFull = true;
        _disk.Held.Set();

        // Those behind the batch that failed too: the clock stands still, so nothing is tried again.
        Assert.DoesNotContain(true, await Deadline.Within(Task.WhenAll(calls), "the refusals"));
        Assert.Equal(200, bench.Writer.Refused);
        await BeginAsync(bench, expected: false);

        await RecoverAsync(bench);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(200, bench.Verify().Head.Count);
    }

    [Fact]
    public async Task A_disk_that_hangs_holds_up_no_call_for_longer_than_its_patience()
    {
        await using var bench = new AuditBench(new AuditSettings { Durable = true }, _disk.Open);
        _disk.Held.Reset();
        var call = bench.DecideAsync(AuditBench.Call());
        Assert.False(call.IsCompleted);
        bench.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(await Deadline.Within(call, "the refusal"));
        _disk.Held.Set();
    }

    [Fact]
    public async Task A_caller_that_leaves_does_not_wait_for_a_slow_disk()
    {
        await using var bench = new AuditBench(new AuditSettings { Durable = true }, _disk.Open);
        _disk.Held.Reset();
        var call = AuditBench.Call();
        using var left = new CancellationTokenSource();
        call.Context.RequestAborted = left.Token;
        var waiting = bench.DecideAsync(call);
        await left.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(Deadline.Limit));
        _disk.Held.Set();
    }

    [Fact]
    public async Task What_cannot_be_written_at_the_end_is_counted_and_said()
    {
        await using var bench = new AuditBench(open: _disk.Open);
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        _disk.IsFull = true;
        await bench.RecordAsync(1);
        await bench.StopAsync().WaitAsync(Deadline.Limit);
        Assert.Equal(2, bench.Writer.Dropped);
        Assert.Contains(bench.Logs.Lines, l => l.Message == "2 audit records could not be written before the end and are lost.");

        // Half a batch is on the disk: the next start cuts off what is not a whole line and goes on.
        _disk.IsFull = false;
        bench.Start();
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
    }

    [Fact]
    public async Task A_record_after_the_end_is_counted()
    {
        await using var bench = new AuditBench();
        var call = await BeginAsync(bench, expected: true);
        await bench.StopAsync();
        bench.End(call);
        Assert.Equal(1, bench.Writer.Dropped);
        await BeginAsync(bench, expected: false);
    }

    [Fact]
    public async Task A_disk_that_is_really_full_refuses_calls_and_recovers_without_a_restart()
    {
        using var disk = SmallDisk.Make();
        await using var bench = new AuditBench(open: disk.Open, folder: Path.Combine(disk.Path, "audit"));
        await bench.RecordAsync(1);
        await bench.WrittenAsync(2);
        disk.Fill();
        var refused = false;
        var accepted = 1;
        await Deadline.Until(
            () =>
            {
                var call = AuditBench.Call();
                refused = !bench.DecideAsync(call).Result;
                bench.End(call);
                accepted += refused ? 0 : 1;
                return refused;
            },
            "a refusal");
        Assert.True(bench.Writer.IsFailing);
        disk.Free();
        await RecoverAsync(bench);
        await bench.RecordAsync(1);
        await bench.StopAsync();
        Assert.Null(bench.Verify().Break);
        Assert.Equal(2 * accepted + 2, bench.Verify().Head.Count);
    }

    private async Task RecoverAsync(AuditBench bench)
    {
        _disk.IsFull = false;
        await Deadline.Until(
            () =>
            {
                bench.Clock.Advance(TimeSpan.FromSeconds(1));
                return !bench.Writer.IsFailing;
            },
            "the recovery");
        Assert.Contains(bench.Logs.Lines, l => l.Message == "Audit records are written again; none of those that waited is lost.");
    }

    private static async Task<CallContext> BeginAsync(AuditBench bench, bool expected)
    {
        var call = AuditBench.Call();
        Assert.Equal(expected, await bench.DecideAsync(call).WaitAsync(Deadline.Limit));
        return call;
    }
}
