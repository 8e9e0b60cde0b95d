using Edge.Policy.Documents;
using Xunit;

namespace Edge.Testing.Limits;

/// <summary>What <c>concurrency</c> promises besides.</summary>
public abstract class ConcurrencyContract(LimiterFixture limits) : LimitContract(LimitAlgorithm.Concurrency, limits)
{
    [Theory]
    [InlineData("D")]
    [InlineData("DDGL")]
    [InlineData("DLLG")]
    [InlineData("GD")]
    public void A_permit_returns_once_when_the_call_is_over(string ends)
    {
        Assert.Equal(1, Limits.Pass(Limit(3), atMost: 1));
        var lease = Limits.Acquire(Limit(3), 2);
        Assert.Equal(0, Limits.Pass(Limit(3)));

        End(lease, ends);

        Assert.Equal(2, Limits.Pass(Limit(3)));
    }

    [Theory]
    [InlineData("L")]
    [InlineData("LD")]
    [InlineData("LGGD")]
    public void A_permit_of_a_caller_that_left_returns_after_its_linger(string ends)
    {
        var limit = LimitOf.Concurrency(3, TimeSpan.FromSeconds(60));
        var lease = Limits.Acquire(limit, 2);

        End(lease, ends);

        Assert.Equal(1, Limits.Pass(limit));
        Limits.Clock.Advance(TimeSpan.FromSeconds(60) - Limits.Step);
        Assert.Equal(0, Limits.Pass(limit));
        Limits.Clock.Advance(Limits.Step);
        Assert.Equal(2, Limits.Pass(limit));
        Limits.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(0, Limits.Pass(limit));
    }

    [Fact]
    public void Permits_linger_each_for_its_own_time()
    {
        var (brief, lengthy) = (LimitOf.Concurrency(3, TimeSpan.FromSeconds(10)), LimitOf.Concurrency(3, TimeSpan.FromSeconds(30)));
        Limits.Acquire(lengthy).Linger();
        Limits.Acquire(brief).Linger();
        Limits.Acquire((brief, "key", 1), (lengthy, "key", 1)).Linger();

        Limits.Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(2, Limits.Acquire(brief, 2).Refusal!.Max - 1);
        Assert.Equal(1, Limits.Pass(brief));
        Limits.Clock.Advance(TimeSpan.FromSeconds(20));
        Assert.Equal(2, Limits.Pass(brief));
    }

    [Fact]
    public void No_linger_at_all_returns_the_permit_at_once()
    {
        var limit = LimitOf.Concurrency(1, TimeSpan.Zero);

        Limits.Acquire(limit).Linger();

        Assert.True(Limits.Acquire(limit).IsAcquired);
    }

    [Fact]
    public void A_refusal_names_a_second_while_calls_are_under_way_and_the_linger_when_none_is()
    {
        var limit = LimitOf.Concurrency(2, TimeSpan.FromSeconds(60));
        var first = Limits.Acquire(limit);
        Limits.Acquire(limit).Linger();
        var refusal = Limits.Acquire(limit).Refusal!;
        Assert.Equal(TimeSpan.FromSeconds(1), refusal.RetryAfter);
        Assert.Null(refusal.ResetAt);

        first.Linger();
        Limits.Clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal(TimeSpan.FromSeconds(40), Limits.Acquire(limit).Refusal!.RetryAfter);
    }

    [Fact]
    public void A_lingering_permit_is_not_swept_before_its_time()
    {
        var limit = LimitOf.Concurrency(2, TimeSpan.FromSeconds(100));
        Limits.Acquire(limit).Linger();
        Limits.Clock.Advance(TimeSpan.FromSeconds(95));
        Assert.Equal(1, Limits.Count);
        Limits.Clock.Advance(TimeSpan.FromSeconds(35));
        Assert.Equal(0, Limits.Count);
    }

    [Fact]
    public void An_allowed_call_names_no_time_of_reset() =>
        Assert.Null(Limits.Acquire(Limit(3)).Tightest!.Value.ResetAt);
}
