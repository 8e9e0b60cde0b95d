using System.Threading.RateLimiting;
using Edge.Policy.Limits;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Policy.Tests.Limits;

public sealed class CallLeaseTests : IDisposable
{
    private readonly MemoryLimiterFixture _limits = new();

    public void Dispose() => _limits.Dispose();

    [Fact]
    public void A_call_without_charges_is_let_through()
    {
        var lease = _limits.Acquire();

        Assert.True(lease.IsAcquired);
        Assert.Null(lease.Tightest);
        Assert.True(lease.Statuses.IsEmpty);
    }

    [Fact]
    public void A_lease_says_what_remains_and_until_when()
    {
        var lease = _limits.Acquire(LimitOf.Fixed(10), cost: 3);

        var tightest = lease.Tightest ?? throw new InvalidOperationException("no status");
        Assert.Equal(7, tightest.Remaining);
        Assert.Equal(TimeSpan.FromMinutes(1), tightest.ResetAfter);
        Assert.Equal(_limits.Clock.GetUtcNow().AddMinutes(1), tightest.ResetAt);
        Assert.Equal(LimitState.Within, tightest.State);
    }

    [Fact]
    public void A_refusal_names_limit_numbers_and_wait()
    {
        var limit = LimitOf.Fixed(10);
        _limits.Acquire(limit, cost: 8);
        _limits.Clock.Advance(TimeSpan.FromSeconds(37));

        var lease = _limits.Acquire(limit, cost: 3);

        Assert.False(lease.IsAcquired);
        Assert.Equal(
            new LimitRefusal
            {
                Limit = limit,
                Max = 10,
                Remaining = 2,
                RetryAfter = TimeSpan.FromSeconds(23),
                ResetAt = _limits.Clock.GetUtcNow().AddSeconds(23),
            },
            lease.Refusal);
        Assert.True(lease.TryGetMetadata(MetadataName.RetryAfter, out var wait));
        Assert.Equal(TimeSpan.FromSeconds(23), wait);
        Assert.Equal(LimitState.Over, lease.Statuses[0].State);
    }
}
