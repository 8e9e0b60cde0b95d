namespace Edge.Policy.Limits.Memory;

/// <summary>The time by which counts in memory run: the wall clock, except that it does not follow it back. Thread-safe.</summary>
/// <remarks>
/// When the wall clock is set back, this one goes on from where it was, by elapsed time, a thousandth slower until the wall clock has
/// caught up: a window is not opened a second time, and nobody waits longer than before. When the wall clock is set forward, this one
/// follows: the windows are those of the wall clock. Two readings may go back by at most two milliseconds, around a step; who cannot bear
/// that keeps the latest.
/// </remarks>
internal sealed class LimitClock(TimeProvider time)
{
    private const long Slack = TimeSpan.TicksPerMillisecond;
    private const int SlowerByOneIn = 1024;

    private readonly long _start = time.GetTimestamp();
    private long _lead = long.MinValue;

    /// <summary>The time in ticks since the Unix epoch, and the wall clock's own.</summary>
    public long Now(out DateTimeOffset wall)
    {
        // The wall clock first: a pause between the two readings must not look like a clock that ran ahead.
        wall = time.GetUtcNow();
        var ticks = wall.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks;
        var elapsed = time.GetElapsedTime(_start).Ticks;
        elapsed -= elapsed / SlowerByOneIn;
        var lead = Volatile.Read(ref _lead);
        while (lead == long.MinValue || ticks - elapsed > lead + 2 * Slack)
        {
            var seen = Interlocked.CompareExchange(ref _lead, ticks - elapsed - Slack, lead);
            if (seen == lead)
                return ticks;
            lead = seen;
        }

        return Math.Max(ticks, elapsed + lead);
    }

    /// <summary>It was <paramref name="earliest"/> already, in ticks since the Unix epoch: this clock goes on from there.</summary>
    public void NotBefore(long earliest)
    {
        var elapsed = time.GetElapsedTime(_start).Ticks;
        var wanted = earliest - (elapsed - elapsed / SlowerByOneIn);
        var lead = Volatile.Read(ref _lead);
        while (wanted > lead)
        {
            var seen = Interlocked.CompareExchange(ref _lead, wanted, lead);
            if (seen == lead)
                return;
            lead = seen;
        }
    }
}
