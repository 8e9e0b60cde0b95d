using System.Globalization;
using Edge.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Telemetry.Logging;

/// <summary>When lines get to the console: one at once, many together, none lost, all in order.</summary>
public sealed class GatheringConsoleTests
{
    [Fact]
    public async Task A_line_is_written_at_once_where_nothing_was_written_lately()
    {
        using var console = new TestConsole();
        await console.BeginPauseAsync();
        console.EndPause();

        // The clock stands from here on: nothing that has to wait would ever be written.
        console.Log("second");
        await Deadline.Until(() => console.Out.Writes.Count == 2, "the second line");
    }

    [Fact]
    public async Task Lines_of_a_busy_moment_are_written_together_once_the_pause_is_over()
    {
        using var console = new TestConsole();
        await console.BeginPauseAsync();
        for (var i = 0; i < 100; i++)
            console.Log($"line {i}");
        Assert.Single(console.Out.Writes);

        console.EndPause();
        await Deadline.Until(() => console.Out.Writes.Count > 1, "the others");
        Assert.Equal(2, console.Out.Writes.Count);
        Assert.Equal(Enumerable.Range(0, 100).Select(i => $"line {i}"), Messages(console.Out.Writes[1]));
    }

    [Fact]
    public void Each_thread_finds_its_lines_whole_and_in_order()
    {
        const int Threads = 4;
        const int Lines = 5_000;
        var console = new TestConsole(("Console:FormatterName", "json"));
        var threads = Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < Lines; i++)
                console.Log(i, category: $"T{thread}");
        })).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        console.Dispose();

        var lines = console.Out.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(JsonLine.Read)
            .ToLookup(l => l.Category, l => l.Message);
        Assert.Equal(Threads, lines.Count);
        foreach (var thread in lines)
            Assert.Equal(Enumerable.Range(0, Lines).Select(i => i.ToString(CultureInfo.InvariantCulture)), thread);
        // More than may wait at a time was written, and far from one by one.
        Assert.InRange(console.Out.Writes.Count, 2, Threads * Lines / 10);
    }

    [Fact]
    public async Task What_was_logged_is_written_when_logging_ends_and_so_is_what_comes_later()
    {
        var console = new TestConsole();
        await console.BeginPauseAsync();
        console.Log("waits for the pause");
        console.Dispose();
        Assert.Equal(["first", "waits for the pause"], Messages(console.Out.Text));

        console.Log("late");
        Assert.Equal(["first", "waits for the pause", "late"], Messages(console.Out.Text));
    }

    [Fact]
    public async Task Where_the_queue_is_full_a_caller_waits_and_no_line_is_lost()
    {
        using var console = new TestConsole(("Console:MaxQueueLength", "3"));
        console.Out.Hold();
        console.Log("0");
        await Deadline.Until(() => console.Out.IsHolding, "the first write");
        var caller = Task.Run(() =>
        {
            for (var i = 1; i < 100; i++)
                console.Log(i);
        });
        await Assert.ThrowsAsync<TimeoutException>(() => caller.WaitAsync(TimeSpan.FromMilliseconds(50)));

        // A full queue is no time for a pause: the clock stands.
        console.Out.Release();
        await caller.WaitAsync(Deadline.Token);
        console.Dispose();
        Assert.Equal(Enumerable.Range(0, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)), Messages(console.Out.Text));
        Assert.Empty(console.Error.Writes);
    }

    [Fact]
    public async Task Where_the_queue_is_full_and_may_drop_nobody_waits_and_it_says_how_many_lines_went()
    {
        using var console = new TestConsole(("Console:MaxQueueLength", "3"), ("Console:QueueFullMode", "DropWrite"));
        console.Out.Hold();
        console.Log("0");
        await Deadline.Until(() => console.Out.IsHolding, "the first write");
        for (var i = 1; i < 10; i++)
            console.Log(i);
        console.Out.Release();
        console.Dispose();
        Assert.Equal(["0", "1", "2", "3"], Messages(console.Out.Text));
        Assert.Equal(
            "6 lines of the log were dropped: the console took nothing, and Logging:Console:MaxQueueLength is the most that may wait\n",
                console.Error.Text);
    }

    [Fact]
    public async Task By_default_a_console_that_nobody_reads_holds_no_caller_up()
    {
        using var console = new TestConsole(defaults: true, ("Console:MaxQueueLength", "3"));
        console.Out.Hold();
        console.Log("0");
        await Deadline.Until(() => console.Out.IsHolding, "the first write");
        await Task.Run(() =>
        {
            for (var i = 1; i < 3000; i++)
                console.Log(i);
        }).WaitAsync(Deadline.Token);
        Assert.Equal(2996, console.Dropped);
        console.Out.Release();
        console.Dispose();
        Assert.StartsWith("2996 lines of the log were dropped: ", console.Error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_who_may_wait_does_so_for_a_second_once_and_the_next_ones_not_at_all()
    {
        using var console = new TestConsole(("Console:MaxQueueLength", "1"), ("Console:QueueFullMode", "Wait"));
        console.Out.Hold();
        console.Log("0");
        await Deadline.Until(() => console.Out.IsHolding, "the first write");
        console.Log("1");
        var waiting = Task.Run(() => console.Log("2"));
        await Deadline.Until(() => { console.Advance(TimeSpan.FromSeconds(1)); return waiting.IsCompleted; }, "the end of the wait");
        await Task.Run(() => console.Log("3")).WaitAsync(Deadline.Token);
        Assert.Equal(2, console.Dropped);
        console.Out.Release();
        console.Dispose();
        Assert.Equal(["0", "1"], Messages(console.Out.Text));
    }

    [Fact]
    public async Task A_console_that_takes_nothing_holds_nobody_up_for_long_at_the_end()
    {
        var console = new TestConsole();
        console.Out.Hold();
        console.Log("never read");
        await Deadline.Until(() => console.Out.IsHolding, "the first write");
        await Task.Run(console.Dispose).WaitAsync(Deadline.Token);
        await Task.Run(() => console.Log("nor this")).WaitAsync(Deadline.Token);
        console.Out.Release();
    }

    public static TheoryData<Exception> Faults =>
        [new IOException("no space left"), new UnauthorizedAccessException(), new ArgumentOutOfRangeException("value")];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_broken_output_loses_its_lines_and_nothing_else(Exception fault)
    {
        using var console = new TestConsole(("Console:LogToStandardErrorThreshold", "Error"));
        console.Out.Fault = fault;
        console.Log("lost");
        console.Log("elsewhere", LogLevel.Error);
        await Written(console.Error, "the error");

        console.Out.Fault = null;
        console.Log("found again");
        await Written(console.Out, "a line after the fault");
        Assert.Equal(["found again"], Messages(console.Out.Text));

        Task Written(RecordedWrites writes, string what) => Deadline.Until(
            () =>
            {
                console.EndPause();
                return writes.Writes.Count == 1;
            },
            what);
    }

    // The simple format: a line of category and event, and the message indented below it.
    private static IEnumerable<string> Messages(string text) =>
        text.Split('\n').Where(l => l.StartsWith("      ", StringComparison.Ordinal)).Select(l => l.Trim());
}
