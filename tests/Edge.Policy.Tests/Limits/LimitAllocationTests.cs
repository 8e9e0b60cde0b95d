using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Policy.Tests.Limits;

/// <summary>
/// Alone, because reservations are pooled for the whole process: a test beside it that keeps its leases would empty the pool.
/// </summary>
[Collection(nameof(LimitAllocationTests))]
[CollectionDefinition(nameof(LimitAllocationTests), DisableParallelization = true)]
public sealed class LimitAllocationTests
{
    private const int Times = 1000;

    [Theory]
    [InlineData(LimitAlgorithm.Fixed)]
    [InlineData(LimitAlgorithm.Sliding)]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.Concurrency)]
    public void Taking_and_ending_allocates_the_lease_and_nothing_else(LimitAlgorithm algorithm)
    {
        using var limits = new MemoryLimiterFixture();
        var call = LimiterFixture.Call((LimitOf.Of(algorithm, 1000), "key", 0.5m), (LimitOf.Of(algorithm, 9), "other", 0.25m));
        var store = limits.Store;

        Assert.Equal(0, Allocated(() => store.End(Take(), ReservationEnd.GivenBack)));
        Assert.Equal(48 * Times, Allocated(() => ((CallLease)limits.Limiter.AttemptAcquire(call)).GiveBack()));
        Assert.Equal(48 * Times, Allocated(() => GiveBack(limits.Limiter.AcquireAsync(call))));

        Reservation Take()
        {
            var reservation = Reservation.Of(call.Charges);
            AssertDone(store.LookAsync(reservation, CancellationToken.None));
            AssertDone(store.TakeAsync(reservation, CancellationToken.None));
            Assert.True(reservation.IsTaken);
            return reservation;
        }

        static void AssertDone(ValueTask task) => Assert.True(task.IsCompletedSuccessfully);

        static void GiveBack(ValueTask<System.Threading.RateLimiting.RateLimitLease> lease) => ((CallLease)lease.Result).GiveBack();
    }

    // The least of several rounds: a thread that is moved to another processor finds an empty pool there, once; what allocates does so in
    // each.
    private static long Allocated(Action action)
    {
        for (var i = 0; i < 100; i++)
            action();
        return Enumerable.Range(0, 5).Min(_ => AllocatedInARound(action));
    }

    private static long AllocatedInARound(Action action)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++)
            action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
