using Edge.Policy.Documents;
using Xunit;

namespace Edge.Testing.Limits;

/// <summary>What <c>token_bucket</c> promises besides.</summary>
public abstract class TokenBucketContract(LimiterFixture limits) : TimedLimitContract(LimitAlgorithm.TokenBucket, limits)
{
    [Fact]
    public void The_burst_is_what_passes_at_once_and_the_maximum_what_comes_back()
    {
        var limit = LimitOf.TokenBucket(6, burst: 20);
        Assert.Equal(20, Limits.Pass(limit));
        Limits.Clock.Advance(TimeSpan.FromSeconds(10) - Limits.Step);
        Assert.Equal(0, Limits.Pass(limit));
        Limits.Clock.Advance(Limits.Step);
        Assert.Equal(1, Limits.Pass(limit));
        Limits.Clock.Advance(LimitOf.Minute);
        Assert.Equal(6, Limits.Pass(limit));
        Limits.Clock.Advance(LimitOf.Minute * 100);
        Assert.Equal(20, Limits.Pass(limit));
    }

    [Fact]
    public void A_burst_below_the_maximum_holds_back()
    {
        var limit = LimitOf.TokenBucket(60, burst: 2);
        Assert.Equal(2, Limits.Pass(limit));
        Limits.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, Limits.Pass(limit));
        Assert.True(Limits.Acquire(limit, 3).Refusal!.NeverFits);
    }

    [Fact]
    public void A_changed_burst_keeps_the_count()
    {
        Assert.Equal(10, Limits.Pass(LimitOf.TokenBucket(10)));

        Assert.Equal(5, Limits.Pass(LimitOf.TokenBucket(10, burst: 15)));
        Assert.Equal(0, Limits.Acquire(LimitOf.TokenBucket(10, burst: 5)).Refusal!.Remaining);
    }

    [Fact]
    public void What_has_been_refilled_since_is_not_given_back_again()
    {
        var limit = LimitOf.TokenBucket(60);
        var lease = Limits.Acquire(limit, 20);
        Limits.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.True(Limits.Acquire(limit, 30).IsAcquired);

        lease.GiveBack();

        Assert.Equal(30, Limits.Pass(limit));
    }

    [Fact]
    public void What_has_not_been_refilled_is_given_back()
    {
        var limit = LimitOf.TokenBucket(60);
        Limits.Acquire(limit, 10).Dispose();
        var lease = Limits.Acquire(limit, 20);
        Limits.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.True(Limits.Acquire(limit, 30).IsAcquired);

        lease.GiveBack();

        Assert.Equal(25, Limits.Pass(limit));
    }

    [Fact]
    public void What_others_gave_back_is_not_given_back_again()
    {
        var limit = LimitOf.TokenBucket(60);
        var (first, second) = (Limits.Acquire(limit, 20), Limits.Acquire(limit, 20));
        first.GiveBack();
        Limits.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(Limits.Acquire(limit, 30).IsAcquired);

        second.GiveBack();

        Assert.Equal(30, Limits.Pass(limit));
    }

    [Fact]
    public void What_was_taken_before_a_sweep_is_given_back_to_nobody()
    {
        var limit = LimitOf.TokenBucket(60);
        Limits.Acquire(limit, 20).GiveBack();
        var lease = Limits.Acquire(limit, 20);
        Limits.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(0, Limits.Count);
        Assert.True(Limits.Acquire(limit, 30).IsAcquired);

        lease.GiveBack();

        Assert.Equal(30, Limits.Pass(limit));
    }

    [Fact]
    public void Numbers_at_both_ends_are_counted()
    {
        var huge = LimitOf.TokenBucket(Limits.Largest);
        Assert.True(Limits.Acquire(huge, Limits.Largest, "huge").IsAcquired);
        Limits.Clock.Advance(LimitOf.Minute / 2);
        Assert.True(Limits.Acquire(huge, Limits.Largest / 2.1m, "huge").IsAcquired);
        Assert.False(Limits.Acquire(huge, Limits.Largest / 10, "huge").IsAcquired);

        // As slow and as deep as the digits allow.
        var deep = Limits.Largest == decimal.MaxValue ? decimal.MaxValue : 10;
        var slow = LimitOf.TokenBucket(Limits.Largest == decimal.MaxValue ? Limits.Smallest : 10 * Limits.Smallest, burst: deep);
        Assert.True(Limits.Acquire(slow, deep, "slow").IsAcquired);
        Assert.True(Limits.Acquire(slow, 1, "slow").Refusal!.ResetAt > Limits.Clock.GetUtcNow().AddYears(7000));
    }
}
