using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Xunit;

namespace Edge.Testing.Limits;

/// <summary>What every algorithm with a window promises besides.</summary>
public abstract class TimedLimitContract(LimitAlgorithm algorithm, LimiterFixture limits) : LimitContract(algorithm, limits)
{
    [Theory]
    [InlineData("D")]
    [InlineData("DGG")]
    [InlineData("L")]
    [InlineData("LG")]
    public void What_may_have_reached_the_server_counts(string ends)
    {
        End(Limits.Acquire(Limit(3), 2), ends);

        Assert.Equal(1, Limits.Pass(Limit(3)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    [InlineData(2.7)]
    public void A_call_passes_when_it_was_told_and_not_a_tick_earlier(double cost)
    {
        Limits.Clock.Advance(TimeSpan.FromSeconds(7.77));
        Limits.Acquire(Limit(3), 1.5m);
        Limits.Clock.Advance(TimeSpan.FromSeconds(3.33));
        Limits.Acquire(Limit(3), 1.5m);
        var refusal = Limits.Acquire(Limit(3), (decimal)cost).Refusal!;
        var wait = refusal.RetryAfter!.Value;
        Assert.Equal(Limits.Clock.GetUtcNow() + wait, refusal.ResetAt);

        Limits.Clock.Advance(wait - Limits.Step);
        Assert.False(Limits.Acquire(Limit(3), (decimal)cost).IsAcquired);
        Limits.Clock.Advance(Limits.Step);
        Assert.True(Limits.Acquire(Limit(3), (decimal)cost).IsAcquired);
    }

    [Fact]
    public void The_longest_wait_of_all_is_named()
    {
        var (brief, lengthy) = (LimitOf.Fixed(1, TimeSpan.FromSeconds(10)), LimitOf.Fixed(1, TimeSpan.FromHours(1)));
        Limits.Acquire((brief, "brief", 1), (lengthy, "lengthy", 1), (Limit(1), "key", 1));

        var refusal = Limits.Acquire((brief, "brief", 1), (Limit(1), "key", 1), (lengthy, "lengthy", 1)).Refusal!;

        Assert.Same(brief, refusal.Limit);
        Assert.Equal(TimeSpan.FromHours(1), refusal.RetryAfter);
        Assert.Equal(Limits.Clock.GetUtcNow().AddSeconds(10), refusal.ResetAt);
    }

    [Fact]
    public void No_wait_is_named_when_one_of_the_limits_never_fits()
    {
        Limits.Pass(LimitOf.Fixed(1), key: "full");

        var refusal = Limits.Acquire((LimitOf.Fixed(1), "full", 1), (Limit(3), "key", 4)).Refusal!;

        Assert.Null(refusal.RetryAfter);
        Assert.False(refusal.NeverFits);
    }

    [Fact]
    public void A_day_later_everything_is_free_again()
    {
        Limits.Pass(Limit(3));
        Limits.Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal(3, Limits.Pass(Limit(3)));
    }

    [Fact]
    public void A_window_beyond_all_time_only_fills()
    {
        var limit = Limit(2, window: TimeSpan.FromDays(10_675_199));
        Assert.Equal(2, Limits.Pass(limit));
        Limits.Clock.Advance(TimeSpan.FromDays(1));

        Assert.True(Limits.Acquire(limit).Refusal!.ResetAt > Limits.Clock.GetUtcNow().AddYears(1000));
    }

    [Fact]
    public void Above_four_fifths_is_near()
    {
        Assert.Equal(LimitState.Within, Limits.Acquire(Limit(10), 8).Tightest!.Value.State);
        Assert.Equal(LimitState.Near, Limits.Acquire(Limit(10), 0.1m).Tightest!.Value.State);
        Assert.Equal(LimitState.Over, Limits.Acquire(Limit(10), 2).Statuses[0].State);
    }

    [Fact]
    public void The_tightest_is_the_enforced_limit_with_the_least_remaining_share()
    {
        var tight = Limit(10);

        var lease = Limits.Acquire((Limit(1, shadow: true), "s", 1), (Limit(100), "a", 50), (tight, "b", 9), (Limit(10), "c", 9));

        Assert.Same(tight, lease.Tightest!.Value.Limit);
    }
}
