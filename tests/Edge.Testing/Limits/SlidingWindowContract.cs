using Edge.Policy.Documents;
using Xunit;

namespace Edge.Testing.Limits;

/// <summary>What <c>sliding</c> promises besides.</summary>
public abstract class SlidingWindowContract(LimiterFixture limits) : TimedLimitContract(LimitAlgorithm.Sliding, limits)
{
    [Fact]
    public void A_burst_before_the_boundary_leaves_no_room_after_it()
    {
        Limits.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(10, Limits.Pass(LimitOf.Sliding(10)));
        Limits.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, Limits.Pass(LimitOf.Sliding(10)));
        Limits.Clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(0, Limits.Pass(LimitOf.Sliding(10)));
    }

    [Fact]
    public void A_full_window_is_free_again_at_most_a_slice_after_it_has_passed()
    {
        Limits.Pass(LimitOf.Sliding(10));
        Limits.Clock.Advance(LimitOf.Minute);
        Assert.Equal(0, Limits.Pass(LimitOf.Sliding(10)));
        Limits.Clock.Advance(LimitOf.Minute / 32);
        Assert.Equal(10, Limits.Pass(LimitOf.Sliding(10)));
    }

    [Fact]
    public void A_window_that_32_does_not_divide_is_no_shorter_for_it()
    {
        var limit = LimitOf.Sliding(1, new TimeSpan(1_000_310));
        Limits.Pass(limit);
        Limits.Clock.Advance(limit.Window);
        Assert.Equal(0, Limits.Pass(limit));
        Limits.Clock.Advance(limit.Window / 31);
        Assert.Equal(1, Limits.Pass(limit));
    }

    [Fact]
    public void What_is_given_back_goes_into_the_slice_it_was_taken_from()
    {
        var lease = Limits.Acquire(LimitOf.Sliding(3), 2);
        Limits.Clock.Advance(LimitOf.Minute / 2);
        Assert.True(Limits.Acquire(LimitOf.Sliding(3)).IsAcquired);

        lease.GiveBack();

        Assert.Equal(2, Limits.Pass(LimitOf.Sliding(3)));
        Limits.Clock.Advance(LimitOf.Minute * 17 / 32);
        Assert.Equal(0, Limits.Pass(LimitOf.Sliding(3)));
    }

    [Fact]
    public void What_is_given_back_when_its_slice_has_left_is_given_to_nobody()
    {
        var lease = Limits.Acquire(LimitOf.Sliding(3), 3);
        Limits.Clock.Advance(LimitOf.Minute * 33 / 32);
        Assert.True(Limits.Acquire(LimitOf.Sliding(3), 2).IsAcquired);

        lease.GiveBack();

        Assert.Equal(1, Limits.Pass(LimitOf.Sliding(3)));
    }
}
