namespace Edge.Policy.Limits.Shared;

/// <summary>
/// What this Edge knows of the time by which shared counts run: no earlier than what the database last said, plus what has passed since.
/// So a database whose clock is set back opens no window again and makes nobody wait longer. Thread-safe.
/// </summary>
/// <remarks>Like the clock of the memory store it goes a thousandth slower, so that it never runs ahead of the database's.</remarks>
internal sealed class SharedClock(TimeProvider clock)
{
    private const long Slack = TimeSpan.TicksPerMillisecond;
    private const int SlowerByOneIn = 1024;

    private readonly long _start = clock.GetTimestamp();
    private long _lead = long.MinValue;

    /// <summary>The least that the time can be now, in ticks since the Unix epoch; zero while nothing is known.</summary>
    public long Floor
    {
        get
        {
            var lead = Volatile.Read(ref _lead);
            return lead == long.MinValue ? 0 : Math.Max(0, lead + Elapsed());
        }
    }

    /// <summary>The database said that it was <paramref name="time"/> a moment ago.</summary>
    public void Saw(long time)
    {
        var seen = time - Elapsed() - Slack;
        var lead = Volatile.Read(ref _lead);
        while (seen > lead)
        {
            var before = Interlocked.CompareExchange(ref _lead, seen, lead);
            if (before == lead)
                return;
            lead = before;
        }
    }

    private long Elapsed()
    {
        var elapsed = clock.GetElapsedTime(_start).Ticks;
        return elapsed - elapsed / SlowerByOneIn;
    }
}
