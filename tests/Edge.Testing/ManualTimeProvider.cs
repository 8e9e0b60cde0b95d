using Microsoft.Extensions.Time.Testing;

namespace Edge.Testing;

/// <summary>A clock that moves only when a test says so, with timers that fire on the way. Thread-safe.</summary>
/// <remarks>
/// Two properties that <see cref="FakeTimeProvider"/> lacks are added. Its frequency is odd, so that code that confuses ticks with
/// milliseconds fails against it; and its wall clock can be set without moving timestamps and timers, as an administrator or NTP does.
/// </remarks>
public sealed class ManualTimeProvider : FakeTimeProvider
{
    private readonly long _startTicks;
    private long _jumpTicks;

    public ManualTimeProvider()
        : this(new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero))
    {
    }

    public ManualTimeProvider(DateTimeOffset start)
        : base(start) => _startTicks = start.Ticks;

    /// <inheritdoc />
    public override long TimestampFrequency => 7_777_777;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _jumpTicks));

    /// <inheritdoc />
    public override long GetTimestamp() =>
        (long)((Int128)(base.GetUtcNow().Ticks - _startTicks) * TimestampFrequency / TimeSpan.TicksPerSecond);

    /// <summary>
    /// Told before time moves, for what must happen at the time until then: a timer fires when the clock has moved already.
    /// </summary>
    public event Action? Moving;

    /// <summary>Moves both clocks on by <paramref name="by"/>, which may not be negative, and fires the timers due.</summary>
    public new void Advance(TimeSpan by)
    {
        Moving?.Invoke();
        base.Advance(by);
    }

    /// <summary>Sets the wall clock alone; timers and timestamps do not notice.</summary>
    public void JumpTo(DateTimeOffset wallClock) => Interlocked.Exchange(ref _jumpTicks, (wallClock - base.GetUtcNow()).Ticks);
}
