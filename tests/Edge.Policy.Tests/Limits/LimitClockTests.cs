using Edge.Policy.Limits.Memory;
using Edge.Testing;
using Xunit;

namespace Edge.Policy.Tests.Limits;

public sealed class LimitClockTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly LimitClock _clock;

    public LimitClockTests() => _clock = new LimitClock(_time);

    private long Wall => (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks;

    [Fact]
    public void It_is_the_wall_clock_to_the_tick()
    {
        for (var i = 0; i < 1000; i++)
        {
            Assert.Equal(Wall, _clock.Now(out var wall));
            Assert.Equal(_time.GetUtcNow(), wall);
            _time.Advance(new TimeSpan(1 + i * i * 37));
        }
    }

    [Fact]
    public void It_follows_the_wall_clock_forward()
    {
        _clock.Now(out _);
        _time.JumpTo(_time.GetUtcNow().AddYears(10));

        Assert.Equal(Wall, _clock.Now(out _));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(3600)]
    [InlineData(315_360_000)]
    public void It_goes_on_when_the_wall_clock_is_set_back(double seconds)
    {
        _time.Advance(TimeSpan.FromDays(1));
        var before = _clock.Now(out _);
        _time.JumpTo(_time.GetUtcNow() - TimeSpan.FromSeconds(seconds));

        var after = _clock.Now(out _);
        Assert.InRange(after, before - 2 * TimeSpan.TicksPerMillisecond, before);
        _time.Advance(TimeSpan.FromMinutes(1));

        var passed = _clock.Now(out _) - after;
        if (seconds > 1)
            Assert.InRange(passed, (long)(TimeSpan.TicksPerMinute * 0.999), TimeSpan.TicksPerMinute);
    }

    [Fact]
    public void A_wall_clock_set_back_by_a_second_is_caught_up_with()
    {
        _clock.Now(out _);
        _time.JumpTo(_time.GetUtcNow().AddSeconds(-1));
        _time.Advance(TimeSpan.FromSeconds(1100));

        Assert.Equal(Wall, _clock.Now(out _));
    }
}
