using System.Globalization;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Policy.Tests.Limits;

public sealed class MemoryLimitStoreTests
{
    [Fact]
    public void A_million_callers_that_come_and_go_leave_nothing()
    {
        using var limits = new MemoryLimiterFixture();
        var limit = LimitOf.Fixed(1);
        var most = 0L;
        var call = new Call();
        var key = new byte[60];
        for (var i = 0; i < 1_000_000; i++)
        {
            if (i % 1000 == 0)
            {
                most = Math.Max(most, limits.Store.Count);
                limits.Clock.Advance(TimeSpan.FromSeconds(6));
            }

            BitConverter.TryWriteBytes(key, i);
            call.Reset();
            call.Charges.Add(limit, call.Charges.Append(key), 1);
            limits.Limiter.AttemptAcquire(call).Dispose();
        }

        // Ten thousand in a window, and what half a minute leaves to the next sweep.
        Assert.InRange(most, 10_000, 16_000);
        limits.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal((0, 0), (limits.Store.Count, limits.Store.Bytes));
    }

    [Fact]
    public void New_callers_pay_for_the_sweep_of_old_ones()
    {
        using var limits = new MemoryLimiterFixture();
        limits.Store.Dispose();
        var most = 0L;
        for (var i = 0; i < 200_000; i++)
        {
            if (i % 1000 == 0)
                limits.Clock.Advance(TimeSpan.FromSeconds(6));
            limits.Acquire(LimitOf.Fixed(1), 1, i.ToString(CultureInfo.InvariantCulture)).Dispose();
            most = Math.Max(most, i % 100 == 0 ? limits.Store.Count : 0);
        }

        // Ten thousand are live at a time; how many idle ones stand beside them, and when, hangs on where their keys fall.
        Assert.InRange(most, 9_000, 20_000);
    }

    [Theory]
    [InlineData(LimitAlgorithm.Fixed, 200)]
    [InlineData(LimitAlgorithm.TokenBucket, 200)]
    [InlineData(LimitAlgorithm.Concurrency, 200)]
    [InlineData(LimitAlgorithm.Sliding, 760)]
    public void A_count_with_a_key_of_60_bytes_is_small_and_its_size_is_known(LimitAlgorithm algorithm, int bytes)
    {
        const int Callers = 100_000;
        using var limits = new MemoryLimiterFixture();
        var call = new Call();
        var key = new byte[60];
        var limit = LimitOf.Of(algorithm, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Callers; i++)
        {
            BitConverter.TryWriteBytes(key, i);
            call.Charges.Clear();
            call.Charges.Add(limit, call.Charges.Append(key), 1);
            var reservation = Reservation.Of(call.Charges);
            AssertDone(limits.Store.TakeAsync(reservation, CancellationToken.None));
            reservation.Recycle();
        }

        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / Callers;

        Assert.Equal(Callers, limits.Store.Count);
        Assert.InRange(each, 100, bytes);
        Assert.InRange(limits.Store.Bytes / Callers, each * 0.9, each * 1.1);

        static void AssertDone(ValueTask task) => Assert.True(task.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_full_store_refuses_new_callers_and_serves_those_it_knows()
    {
        using var limits = new MemoryLimiterFixture(maxBytes: 100 * 200);
        var passed = 0;
        for (var i = 0; i < 1000; i++)
            passed += limits.Acquire(LimitOf.Fixed(2), 1, i.ToString("D60", CultureInfo.InvariantCulture)).IsAcquired ? 1 : 0;

        Assert.InRange(passed, 100, 130);
        Assert.Equal(passed, limits.Store.Count);
        Assert.InRange(limits.Store.Bytes, 1, 100 * 200);
        var refusal = limits.Acquire((LimitOf.Fixed(2), 0.ToString("D60", CultureInfo.InvariantCulture), 1),
            (LimitOf.Fixed(3), "new", 1)).Refusal!;
        Assert.True(refusal.StoreFull);
        Assert.Equal((3, TimeSpan.FromSeconds(1), false), (refusal.Max, refusal.RetryAfter, refusal.NeverFits));
        Assert.Equal(1, limits.Pass(LimitOf.Fixed(2), key: 0.ToString("D60", CultureInfo.InvariantCulture)));

        limits.Clock.Advance(TimeSpan.FromMinutes(1.6));
        Assert.True(limits.Acquire(LimitOf.Fixed(2), key: "new").IsAcquired);
    }

    [Fact]
    public void Invented_callers_fill_half_of_the_store_and_everybody_else_has_the_rest()
    {
        using var limits = new MemoryLimiterFixture(maxBytes: 200 * 200);
        Assert.InRange(Fill("invented", unconfirmed: true), 100, 150);
        Assert.InRange(limits.Store.Bytes, 1, 100 * 200);
        Assert.InRange(Fill("known", unconfirmed: false), 100, 150);
        Assert.InRange(limits.Store.Bytes, 1, 200 * 200);

        // A count that is there goes on whoever made it, and what has run out makes room again.
        Assert.Equal(1, Fill("invented", unconfirmed: true, from: 0, to: 1));
        limits.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.InRange(Fill("later", unconfirmed: true), 100, 150);
        limits.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(0, limits.Count);
        Assert.Equal(0, limits.Store.Bytes);

        int Fill(string who, bool unconfirmed, int from = 0, int to = 1000)
        {
            var passed = 0;
            for (var i = from; i < to; i++)
            {
                var call = LimiterFixture.Call((LimitOf.Fixed(2), who + i.ToString("D50", CultureInfo.InvariantCulture), 1));
                call.IsUnconfirmed = unconfirmed;
                passed += limits.Limiter.AttemptAcquire(call).IsAcquired ? 1 : 0;
            }

            return passed;
        }
    }

    [Fact]
    public void A_full_store_makes_room_of_what_is_idle_without_waiting_for_the_sweep()
    {
        using var limits = new MemoryLimiterFixture(maxBytes: 20_000);
        limits.Store.Dispose();
        for (var i = 0; i < 1000; i++)
            limits.Acquire(LimitOf.Fixed(1), 1, i.ToString("D60", CultureInfo.InvariantCulture));
        Assert.False(limits.Acquire(LimitOf.Fixed(1), key: "new").IsAcquired);
        limits.Clock.Advance(TimeSpan.FromMinutes(1));

        var passed = Enumerable.Range(2000, 1000)
            .Count(i => limits.Acquire(LimitOf.Fixed(1), 1, i.ToString("D60", CultureInfo.InvariantCulture)).IsAcquired);

        Assert.InRange(passed, 60, 130);
    }

    [Fact]
    public void A_full_store_refuses_nothing_in_shadow()
    {
        using var limits = new MemoryLimiterFixture(maxBytes: 100);

        var lease = limits.Acquire(LimitOf.Fixed(1, shadow: true), key: "a key that is too long for so little");

        Assert.True(lease.IsAcquired);
        Assert.True(lease.ShadowRefusal!.StoreFull);
    }

    [Fact]
    public async Task Calls_with_many_counts_in_any_order_never_wait_for_each_other()
    {
        using var limits = new MemoryLimiterFixture();
        var limit = LimitOf.Concurrency(1_000_000);
        var keys = Enumerable.Range(0, 100).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                var charges = new (CompiledLimit, string, decimal)[10];
                for (var c = 0; c < charges.Length; c++)
                    charges[c] = (limit, keys[(worker * 31 + i * 7 + c * (worker % 2 == 0 ? 13 : 87)) % keys.Length], 1);
                var lease = limits.Acquire(charges);
                Assert.True(lease.IsAcquired);
                if (i % 2 == 0)
                    lease.GiveBack();
                lease.Dispose();
            }
        })));

        Assert.All(keys, key => Assert.Equal(1_000_000, limits.Acquire(limit, 0, key).Tightest!.Value.Remaining));
    }

    [Fact]
    public void Equal_keys_of_different_counts_are_an_error_and_no_room()
    {
        using var limits = new MemoryLimiterFixture();

        Assert.Throws<ArgumentException>(() => limits.Acquire((LimitOf.Fixed(1), "key", 1), (LimitOf.Sliding(1), "key", 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void More_or_less_than_one_permit_is_an_error(int permits)
    {
        using var limits = new MemoryLimiterFixture();
        var call = LimiterFixture.Call((LimitOf.Fixed(9), "key", 1));

        Assert.Throws<ArgumentOutOfRangeException>(() => limits.Limiter.AttemptAcquire(call, permits));
    }

    [Fact]
    public void Statistics_are_true()
    {
        using var limits = new MemoryLimiterFixture();
        var call = LimiterFixture.Call((LimitOf.Fixed(9), "a", 2), (LimitOf.Concurrency(3), "b", 0.5m));

        Assert.Equal(4, limits.Limiter.GetStatistics(call)!.CurrentAvailablePermits);
        Assert.Equal(0, limits.Store.Count);
        for (var i = 0; i < 6; i++)
            limits.Limiter.AttemptAcquire(call);
        var statistics = limits.Limiter.GetStatistics(call)!;
        Assert.Equal((0, 0, 4, 2),
            (statistics.CurrentAvailablePermits, statistics.CurrentQueuedCount, statistics.TotalSuccessfulLeases,
                statistics.TotalFailedLeases));
        Assert.Equal(long.MaxValue, limits.Limiter.GetStatistics(LimiterFixture.Call())!.CurrentAvailablePermits);
    }

    [Fact]
    public async Task Disposing_the_limiter_stops_the_sweep()
    {
        var limits = new MemoryLimiterFixture();
        limits.Acquire(LimitOf.Fixed(1));
        await limits.Limiter.DisposeAsync();

        limits.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, limits.Store.Count);
    }

    [Fact]
    public void A_million_refills_of_a_bucket_do_not_drift()
    {
        using var limits = new MemoryLimiterFixture();
        // Seven a minute: a refill in each tick that no decimal can write.
        var limit = LimitOf.TokenBucket(7, burst: 2);
        limits.Pass(limit);
        var passed = 0;
        for (var i = 0; i < 1_000_000; i++)
        {
            limits.Clock.Advance(new TimeSpan(LimitOf.Minute.Ticks / 700));
            if (i % 100 == 99)
                passed += limits.Pass(limit);
        }

        // A million times the whole ticks of 600,000,000 / 700 refill 9,999.99 tokens.
        Assert.Equal(9_999, passed);
    }
}
