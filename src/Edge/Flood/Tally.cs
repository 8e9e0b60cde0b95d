namespace Edge.Flood;

/// <summary>Counts what happens too often to be told each time, and says when to tell: at first, and then once a second at most. Thread-safe.</summary>
internal sealed class Tally(TimeProvider clock)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly long _start = clock.GetTimestamp();
    private long _nextTicks;
    private long _total;
    private long _told;

    /// <summary>How often it happened.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>It happened again: how often since it was last told, or null when it was told a moment ago.</summary>
    public long? Count()
    {
        var total = Interlocked.Increment(ref _total);
        var now = clock.GetElapsedTime(_start).Ticks;
        var next = Volatile.Read(ref _nextTicks);
        if (now < next || Interlocked.CompareExchange(ref _nextTicks, now + Pause.Ticks, next) != next)
            return null;
        return total - Interlocked.Exchange(ref _told, total);
    }
}
