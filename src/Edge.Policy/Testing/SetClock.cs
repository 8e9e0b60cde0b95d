namespace Edge.Policy.Testing;

/// <summary>A clock that stands at the time it was set to; its timers never fire. Not thread-safe.</summary>
internal sealed class SetClock : TimeProvider
{
    /// <summary>The time that a test has unless it says otherwise.</summary>
    public static readonly DateTimeOffset DefaultTime = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The time.</summary>
    public DateTimeOffset Now { get; set; } = DefaultTime;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => Now;

    /// <inheritdoc/>
    public override long GetTimestamp() => Now.UtcTicks;

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new Never();

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
