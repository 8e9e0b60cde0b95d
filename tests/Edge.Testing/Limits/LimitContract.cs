using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Xunit;

namespace Edge.Testing.Limits;

/// <summary>What every algorithm promises, whatever the store.</summary>
public abstract class LimitContract(LimitAlgorithm algorithm, LimiterFixture limits) : IDisposable
{
    protected LimiterFixture Limits { get; } = limits;

    public void Dispose()
    {
        Limits.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Exactly_the_maximum_passes()
    {
        Assert.Equal(50, Limits.Pass(Limit(50)));
        Assert.False(Limits.Acquire(Limit(50)).IsAcquired);
    }

    [Fact]
    public async Task A_thousand_at_once_let_exactly_the_maximum_through()
    {
        const int Threads = 20;
        var passed = 0;
        using var start = new Barrier(Threads);
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 1000 / Threads; i++)
                {
                    if (Limits.Acquire(Limit(50)).IsAcquired)
                        Interlocked.Increment(ref passed);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(50, passed);
    }

    [Fact]
    public void A_tenth_ten_times_is_one()
    {
        for (var i = 0; i < 10; i++)
            Assert.True(Limits.Acquire(Limit(1), 0.1m).IsAcquired);

        Assert.False(Limits.Acquire(Limit(1), 0.0000000000000000000000000001m).IsAcquired);
    }

    [Fact]
    public void A_cost_above_the_maximum_says_so_and_names_no_time()
    {
        var refusal = Limits.Acquire(Limit(10), 10.01m).Refusal!;

        Assert.True(refusal.NeverFits);
        Assert.Null(refusal.RetryAfter);
        Assert.Null(refusal.ResetAt);
        Assert.Equal((10, 10), (refusal.Max, refusal.Remaining));
        Assert.True(Limits.Acquire(Limit(10), 10).IsAcquired);
    }

    [Fact]
    public void A_huge_cost_never_overflows_into_room()
    {
        var (largest, smallest, round) = (Limits.Largest, Limits.Smallest, 1 / Limits.Smallest);
        (decimal Max, decimal Taken, decimal Cost)[] cases =
        [
            (largest, largest, 0.1m), (largest, largest, largest), (largest, largest - 1, 1.5m), (round, round, 0.4m), (round, 0.4m, round),
            (1, 1 - smallest, 2 * smallest),
        ];
        foreach (var (max, taken, cost) in cases)
        {
            var key = $"{max} {taken} {cost}";
            Assert.True(Limits.Acquire(Limit(max), taken, key).IsAcquired, key);

            Assert.False(Limits.Acquire(Limit(max), cost, key).IsAcquired, key);
        }
    }

    [Fact]
    public void A_small_cost_beside_a_huge_one_is_not_lost()
    {
        var round = 1 / Limits.Smallest;
        var limit = Limit(round + 1);
        Assert.True(Limits.Acquire(limit, round).IsAcquired);

        // Rounded up to one each, where doubles and plain decimals would round to nothing.
        Assert.True(Limits.Acquire(limit, 0.4m).IsAcquired);
        Assert.False(Limits.Acquire(limit, 0.4m).IsAcquired);
    }

    [Fact]
    public void A_negative_cost_is_not_taken()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Limits.Acquire(Limit(10), -1));

        Assert.Equal(10, Limits.Pass(Limit(10)));
    }

    [Fact]
    public void A_call_that_costs_nothing_needs_no_room_and_no_memory()
    {
        Assert.True(Limits.Acquire(Limit(1), 0, "new").IsAcquired);
        Assert.Equal(0, Limits.Count);

        Assert.True(Limits.Acquire(Limit(1)).IsAcquired);
        var lease = Limits.Acquire(Limit(1), 0);

        Assert.True(lease.IsAcquired);
        lease.GiveBack();
        Assert.False(Limits.Acquire(Limit(1)).IsAcquired);
    }

    [Fact]
    public void Equal_keys_take_once_at_the_largest_cost()
    {
        var (first, second) = (Limit(10), Limit(10));

        var lease = Limits.Acquire((first, "key", 2), (second, "key", 3), (first, "key", 1));

        Assert.Equal([7, 7, 7], Remaining(lease));
        lease.GiveBack();
        Assert.Equal(10, Limits.Pass(first));
    }

    [Fact]
    public void Each_limit_on_one_count_has_its_own_maximum()
    {
        // A token bucket's maximum is part of the key; its capacity is not.
        var wide = Limit(10);
        var narrow = algorithm == LimitAlgorithm.TokenBucket ? LimitOf.TokenBucket(10, burst: 4) : Limit(4);
        Assert.Equal([7, 1], Remaining(Limits.Acquire((wide, "key", 3), (narrow, "key", 1))));

        var lease = Limits.Acquire((wide, "key", 1), (narrow, "key", 2));

        Assert.Same(narrow, lease.Refusal!.Limit);
        Assert.Equal((4, 1), (lease.Refusal.Max, lease.Refusal.Remaining));
        Assert.True(Limits.Acquire(wide, 7).IsAcquired);
    }

    [Fact]
    public void Different_keys_are_different_counts()
    {
        Assert.Equal(3, Limits.Pass(Limit(3), key: "a"));
        Assert.Equal(3, Limits.Pass(Limit(3), key: "b"));
        Assert.Equal(3, Limits.Pass(Limit(3), key: ""));
    }

    [Fact]
    public void A_limit_without_room_takes_nothing_of_the_others()
    {
        var limit = Limit(2);
        Assert.Equal(2, Limits.Pass(limit, key: "c"));

        var lease = Limits.Acquire((Limit(2), "a", 1), (Limit(2), "b", 1), (limit, "c", 1));

        Assert.Same(limit, lease.Refusal!.Limit);
        Assert.Equal([2, 2, 0], Remaining(lease));
        Assert.Equal(1, Limits.Count);
        lease.GiveBack();
        lease.Dispose();
        Assert.Equal((2, 2, 0), (Limits.Pass(Limit(2), key: "a"), Limits.Pass(Limit(2), key: "b"), Limits.Pass(limit, key: "c")));
    }

    [Fact]
    public void The_first_limit_without_room_in_document_order_is_named()
    {
        var (first, second) = (Limit(1), Limit(1));
        Limits.Pass(first, key: "a");
        Limits.Pass(second, key: "b");

        Assert.Same(first, Limits.Acquire((Limit(9), "c", 1), (first, "a", 1), (second, "b", 1)).Refusal!.Limit);
        Assert.Same(second, Limits.Acquire((Limit(9), "c", 1), (second, "b", 1), (first, "a", 1)).Refusal!.Limit);
    }

    [Fact]
    public void What_is_given_back_can_be_taken_again()
    {
        var lease = Limits.Acquire(Limit(3), 2);

        lease.GiveBack();

        Assert.Equal(3, Limits.Pass(Limit(3)));
    }

    [Theory]
    [InlineData("GDLG")]
    [InlineData("GGDL")]
    [InlineData("GLLD")]
    public void What_is_given_back_first_is_given_back_once(string ends)
    {
        var other = Limits.Acquire(Limit(3), 1);
        var lease = Limits.Acquire(Limit(3), 2);

        End(lease, ends);

        Assert.Equal(2, Limits.Pass(Limit(3)));
        Assert.True(other.IsAcquired);
    }

    [Fact]
    public async Task Ends_that_race_have_one_effect()
    {
        Assert.Equal(10, Limits.Pass(Limit(20), atMost: 10));
        var leases = Enumerable.Range(0, 10).Select(_ => Limits.Acquire(Limit(20))).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Array.ForEach(leases, l => l.GiveBack()))));

        Assert.Equal(10, Limits.Pass(Limit(20)));
    }

    [Fact]
    public void A_lease_does_not_need_the_call()
    {
        var call = LimiterFixture.Call((Limit(2), "key", 2), (Limit(5), "other", 1));
        var lease = (CallLease)Limits.Limiter.AttemptAcquire(call);
        call.Reset();
        call.Charges.Add(Limit(1), call.Charges.Append("another key"u8), 1);

        Assert.Equal([0, 4], Remaining(lease));
        lease.GiveBack();

        Assert.Equal(2, Limits.Pass(Limit(2)));
        Assert.Equal(5, Limits.Pass(Limit(5), key: "other"));
    }

    [Fact]
    public void A_count_survives_a_changed_maximum()
    {
        Assert.Equal(5, Limits.Pass(Limit(10), atMost: 5));
        if (algorithm == LimitAlgorithm.TokenBucket)
            return;

        Assert.Equal(0, Limits.Acquire(Limit(3)).Refusal!.Remaining);
        Assert.Equal(7, Limits.Pass(Limit(12)));
    }

    [Fact]
    public void Shadow_refuses_nothing_and_says_what_it_would_have_refused()
    {
        var shadow = Limit(1, shadow: true);
        Assert.Null(Limits.Acquire(shadow, key: "s").ShadowRefusal);

        var lease = Limits.Acquire((shadow, "s", 1), (Limit(9), "e", 1));

        Assert.True(lease.IsAcquired);
        Assert.Null(lease.Refusal);
        Assert.Same(shadow, lease.ShadowRefusal!.Limit);
        Assert.Equal(8, lease.Tightest!.Value.Remaining);
        lease.GiveBack();
        Assert.NotNull(Limits.Acquire(shadow, key: "s").ShadowRefusal);
    }

    [Fact]
    public void Shadow_counts_are_taken_all_or_none()
    {
        var (full, free) = (Limit(1, shadow: true), Limit(9, shadow: true));
        Limits.Acquire(full, key: "full");

        Limits.Acquire((free, "free", 1), (full, "full", 1));

        Assert.Equal([8], Remaining(Limits.Acquire(free, key: "free")));
    }

    [Fact]
    public void Shadow_counts_are_not_taken_by_a_call_that_is_refused()
    {
        var shadow = Limit(9, shadow: true);
        Limits.Pass(Limit(1));

        var lease = Limits.Acquire((shadow, "s", 1), (Limit(1), "key", 1));

        Assert.False(lease.IsAcquired);
        Assert.Null(lease.ShadowRefusal);
        Assert.Equal([8], Remaining(Limits.Acquire(shadow, key: "s")));
    }

    [Fact]
    public void A_clock_set_back_gives_no_room_and_locks_nobody_out()
    {
        var held = Enumerable.Range(0, 3).Select(_ => Limits.Acquire(Limit(3))).ToArray();
        Limits.Clock.JumpTo(Limits.Clock.GetUtcNow().AddDays(-400));

        Assert.False(Limits.Acquire(Limit(3)).IsAcquired);
        Array.ForEach(held, l => l.Dispose());
        Limits.Clock.Advance(LimitOf.Minute * 1.1);

        Assert.Equal(3, Limits.Pass(Limit(3)));
    }

    [Fact]
    public void A_count_that_a_new_one_would_equal_is_swept_and_no_other()
    {
        Limits.Acquire(Limit(3), key: "done").Dispose();
        Limits.Clock.Advance(LimitOf.Minute * 1.1);
        var open = Limits.Acquire(Limit(3), 3, "open");
        Limits.Clock.Advance(TimeSpan.FromSeconds(31));

        Assert.Equal(1, Limits.Count);
        Assert.False(Limits.Acquire(Limit(3), 3, "open").IsAcquired);
        open.Dispose();
        Limits.Clock.Advance(LimitOf.Minute * 3);
        Assert.Equal(0, Limits.Count);
    }

    [Fact]
    public async Task Waiting_is_the_same_as_trying()
    {
        var call = LimiterFixture.Call((Limit(1), "key", 1));

        Assert.True((await Limits.Limiter.AcquireAsync(call, cancellationToken: TestContext.Current.CancellationToken)).IsAcquired);
        Assert.False((await Limits.Limiter.AcquireAsync(call, cancellationToken: TestContext.Current.CancellationToken)).IsAcquired);
    }

    [Fact]
    public void A_lease_that_outlives_the_limiter_ends_in_peace()
    {
        var lease = Limits.Acquire(Limit(3));
        Limits.Limiter.Dispose();

        lease.GiveBack();

        Assert.Throws<ObjectDisposedException>(() => Limits.Acquire(Limit(3)));
    }

    protected CompiledLimit Limit(decimal max, bool shadow = false, TimeSpan? window = null) =>
        LimitOf.Of(algorithm, max, shadow, window);

    protected static void End(CallLease lease, string ends)
    {
        foreach (var end in ends)
        {
            if (end == 'G')
                lease.GiveBack();
            else if (end == 'L')
                lease.Linger();
            else
                lease.Dispose();
        }
    }

    protected static decimal[] Remaining(CallLease lease)
    {
        var remaining = new List<decimal>();
        foreach (var status in lease.Statuses)
            remaining.Add(status.Remaining);
        return [.. remaining];
    }
}
