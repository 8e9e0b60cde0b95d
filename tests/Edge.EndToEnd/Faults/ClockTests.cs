using System.Globalization;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd.Faults;

/// <summary>
/// A wall clock that an administrator sets, under the real program (Debian's libfaketime): no window opens twice, nothing hangs.
/// </summary>
public sealed class ClockTests : IDisposable
{
    private const string Policy = """
        { "version": "1", "default": "deny", "tools": {
          "stream": {},
          "echo": { "limits": [ { "counter": "hourly", "window": "1h", "max": 2 } ] },
          "wait": {} } }
        """;

    private readonly string _clock = Path.GetTempFileName();

    public void Dispose() => File.Delete(_clock);

    [Fact]
    public async Task The_wall_clock_is_set_back_and_forth()
    {
        var library = Directory.GetFiles("/usr/lib", "libfaketimeMT.so.1",
            new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3, IgnoreInaccessible = true }).FirstOrDefault()
            ?? throw new InvalidOperationException(
            "the tests need Debian's 'libfaketime': install it with 'apt-get install libfaketime', or run 'make test' once as root");
        // The middle of an hour, so that no window ends by itself.
        var now = TimeProvider.System.GetUtcNow();
        var middle = new DateTimeOffset(now.Year, now.Month, now.Day, now.Hour, 30, 0, TimeSpan.Zero) - now;
        Set(middle);
        await using var server = await FaultServer.StartAsync();
        await using var edge = await EdgeProgram.StartAsync(
            server.Address,
            Policy,
            [
                ("LD_PRELOAD", library), ("FAKETIME_TIMESTAMP_FILE", _clock), ("FAKETIME_NO_CACHE", "1"),
                    ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
                AuditTrail.Recording, .. FaultPolicies.NoFlood,
            ]);
        using var caller = new LoadCaller(edge.Url);
        await caller.AllowedAsync("echo", 1);
        await caller.AllowedAsync("echo", 2);
        await caller.DeniedAsync("echo", 3, "rate_limited");

        // Back by one hour, and by a day: the window that was full stays full, and calls go on.
        Set(middle - TimeSpan.FromHours(1));
        await caller.DeniedAsync("echo", 4, "rate_limited");
        await caller.AllowedAsync("wait", 5, "\"ms\":50,");
        Set(middle - TimeSpan.FromDays(1));
        await caller.DeniedAsync("echo", 6, "rate_limited");

        // On by one hour: a new window, once.
        Set(middle + TimeSpan.FromHours(1));
        await caller.AllowedAsync("echo", 7);
        await caller.AllowedAsync("echo", 8);
        await caller.DeniedAsync("echo", 9, "rate_limited");

        // Back and forth again: neither hour opens again.
        Set(middle);
        await caller.DeniedAsync("echo", 10, "rate_limited");
        Set(middle + TimeSpan.FromHours(1));
        await caller.DeniedAsync("echo", 11, "rate_limited");

        // While a call is under way, by years.
        var waiting = caller.AllowedAsync("wait", 12, "\"ms\":1000,");
        Set(middle + TimeSpan.FromDays(3650));
        await waiting;
        await caller.StreamedAsync(13, count: 3, milliseconds: 20);
        Set(middle);

        // A changed policy is taken whatever the clock says.
        await edge.ReplacePolicyAsync("""{ "version": "1", "default": "deny" }""");
        await Testing.Deadline.Until(async () => (await caller.CallAsync("wait", FaultyWorld.Next(), "\"ms\":0,")).Reason == "not_listed",
            "the changed policy to hold");
        // Not by a signal: libfaketime takes timed waits over as well, and they do not survive its jumps.
        await Testing.Deadline.Until(() => Records(edge, "\"outcome\"") == Records(edge, "\"decision\""), "the records to be whole");
        await edge.KillAsync();
        var trail = await AuditTrail.ReadAsync(edge.AuditFolder);
        Assert.Equal([1, 2, 7, 8], trail.Allowed("echo"));
        Assert.Equal([1, 2, 7, 8], server.Seen("echo"));
        Assert.DoesNotContain(trail.Calls, call => call.Status is null);
        // The clock was really another: the records say so.
        Assert.InRange(trail.Calls[3].Time, now + middle - TimeSpan.FromHours(1), now + middle - TimeSpan.FromMinutes(50));
    }

    private static int Records(EdgeProgram edge, string kind) =>
        Directory.GetFiles(edge.AuditFolder, "audit-*.jsonl").SelectMany(File.ReadLines)
        .Count(line => line.StartsWith($"{{\"kind\":{kind}", StringComparison.Ordinal));

    private void Set(TimeSpan offset)
    {
        // Whole: Edge may look at any moment.
        File.WriteAllText(_clock + ".new",
            string.Create(CultureInfo.InvariantCulture, $"{(offset < TimeSpan.Zero ? "" : "+")}{offset.TotalSeconds:0}"));
        File.Move(_clock + ".new", _clock, overwrite: true);
    }
}
