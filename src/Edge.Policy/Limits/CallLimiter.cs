using System.Threading.RateLimiting;
using Edge.Policy.Calls;

namespace Edge.Policy.Limits;

/// <summary>
/// Takes every limit of a call (<see cref="Call.Charges"/>) or none. Its leases are <see cref="CallLease"/>s and do not depend on the call
/// once acquired. Owns its store. Thread-safe.
/// </summary>
/// <remarks>The permit count is always 1: how much a call takes of which limit stands in its charges.</remarks>
public sealed class CallLimiter(ILimitStore store) : PartitionedRateLimiter<Call>
{
    private long _acquired;
    private long _refused;
    private int _disposed;

    /// <summary>
    /// How many calls like <paramref name="resource"/> would pass now, one after the other, and the totals over all calls since the start.
    /// Nothing is ever queued. With a store behind a network this waits for it.
    /// </summary>
    public override RateLimiterStatistics GetStatistics(Call resource)
    {
        ArgumentNullException.ThrowIfNull(resource);
        var available = long.MaxValue;
        if (resource.Charges.Items.Length > 0)
        {
            var reservation = Reservation.Of(resource.Charges);
            Wait(store.LookAsync(reservation, CancellationToken.None));
            for (var i = 0; i < reservation.Charges.Length; i++)
                available = Math.Min(available, HowMany(in reservation.Statuses[i], reservation.Counts[reservation.Charges[i].Count].Cost));
            reservation.Recycle();
        }

        return new RateLimiterStatistics
        {
            CurrentAvailablePermits = available,
            CurrentQueuedCount = 0,
            TotalSuccessfulLeases = Interlocked.Read(ref _acquired),
            TotalFailedLeases = Interlocked.Read(ref _refused),
        };
    }

    /// <inheritdoc />
    protected override RateLimitLease AttemptAcquireCore(Call resource, int permitCount)
    {
        if (Prepare(resource, permitCount) is not { } reservation)
            return CallLease.Unlimited;
        Wait(store.TakeAsync(reservation, CancellationToken.None));
        return Lease(reservation);
    }

    /// <inheritdoc />
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(Call resource, int permitCount, CancellationToken cancellationToken)
    {
        if (Prepare(resource, permitCount) is not { } reservation)
            return new ValueTask<RateLimitLease>(CallLease.Unlimited);
        var taking = store.TakeAsync(reservation, cancellationToken);
        if (!taking.IsCompletedSuccessfully)
            return Finish(taking, reservation);
        taking.GetAwaiter().GetResult();
        return new ValueTask<RateLimitLease>(Lease(reservation));
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && Interlocked.Exchange(ref _disposed, 1) == 0)
            store.Dispose();
        base.Dispose(disposing);
    }

    /// <inheritdoc />
    protected override async ValueTask DisposeAsyncCore()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
            await store.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }

    private Reservation? Prepare(Call resource, int permitCount)
    {
        ArgumentNullException.ThrowIfNull(resource);
        ArgumentOutOfRangeException.ThrowIfNotEqual(permitCount, 1);
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _disposed) != 0, this);
        if (resource.Charges.Items.Length == 0)
            return null;
        var reservation = Reservation.Of(resource.Charges);
        reservation.IsUnconfirmed = resource.IsUnconfirmed;
        reservation.Caller = resource.Caller.GrantId;
        return reservation;
    }

    private CallLease Lease(Reservation reservation)
    {
        var lease = new CallLease(store, reservation);
        Interlocked.Increment(ref lease.IsAcquired ? ref _acquired : ref _refused);
        return lease;
    }

    // A reservation whose taking failed is not recycled: the store may still look at it.
    private async ValueTask<RateLimitLease> Finish(ValueTask taking, Reservation reservation)
    {
        await taking.ConfigureAwait(false);
        return Lease(reservation);
    }

    private static void Wait(ValueTask task)
    {
        if (task.IsCompleted)
            task.GetAwaiter().GetResult();
        else
            task.AsTask().GetAwaiter().GetResult();
    }

    private static long HowMany(in LimitStatus status, decimal cost)
    {
        if (status.State == LimitState.Over)
            return 0;
        if (cost == 0 || status.Remaining / long.MaxValue >= cost)
            return long.MaxValue;
        return (long)decimal.Floor(status.Remaining / cost);
    }
}
