using Edge.Policy.Documents;
using Xunit;

namespace Edge.Testing.Limits;

/// <summary>What <c>fixed</c> promises besides.</summary>
public abstract class FixedWindowContract(LimiterFixture limits) : TimedLimitContract(LimitAlgorithm.Fixed, limits)
{
    [Theory]
    [InlineData(1)]
    [InlineData(60)]
    [InlineData(3_600)]
    [InlineData(86_400)]
    [InlineData(7 * 86_400)]
    public void Windows_begin_where_the_epoch_divides(int seconds)
    {
        var limit = LimitOf.Fixed(1, TimeSpan.FromSeconds(seconds));
        Limits.Clock.Advance(TimeSpan.FromSeconds(12_345.678));

        var reset = Limits.Acquire(limit).Tightest!.Value.ResetAt!.Value;

        Assert.Equal(0, (reset - DateTimeOffset.UnixEpoch).Ticks % limit.Window.Ticks);
        Limits.Clock.Advance(reset - Limits.Clock.GetUtcNow() - Limits.Step);
        Assert.False(Limits.Acquire(limit).IsAcquired);
        Limits.Clock.Advance(Limits.Step);
        Assert.True(Limits.Acquire(limit).IsAcquired);
    }

    [Fact]
    public void What_is_given_back_after_the_flip_goes_into_the_old_window()
    {
        var lease = Limits.Acquire(LimitOf.Fixed(3), 3);
        Limits.Clock.Advance(LimitOf.Minute);
        Assert.True(Limits.Acquire(LimitOf.Fixed(3), 2).IsAcquired);

        lease.GiveBack();

        Assert.Equal(1, Limits.Pass(LimitOf.Fixed(3)));
    }

    [Fact]
    public void A_clock_set_forward_and_back_opens_a_window_once()
    {
        var now = Limits.Clock.GetUtcNow();
        Limits.Pass(LimitOf.Fixed(3));
        for (var i = 0; i < 5; i++)
        {
            Limits.Clock.JumpTo(now.AddMinutes(1));
            Assert.Equal(i == 0 ? 3 : 0, Limits.Pass(LimitOf.Fixed(3)));
            Limits.Clock.JumpTo(now);
            Assert.Equal(0, Limits.Pass(LimitOf.Fixed(3)));
        }
    }

    [Fact]
    public void The_time_of_the_reset_is_that_of_a_clock_set_back()
    {
        Limits.Pass(LimitOf.Fixed(3));
        Limits.Clock.JumpTo(Limits.Clock.GetUtcNow().AddHours(-1));

        var refusal = Limits.Acquire(LimitOf.Fixed(3)).Refusal!;

        Assert.InRange(refusal.RetryAfter!.Value, LimitOf.Minute, LimitOf.Minute + TimeSpan.FromMilliseconds(5));
        Assert.Equal(Limits.Clock.GetUtcNow() + refusal.RetryAfter, refusal.ResetAt);
    }
}
