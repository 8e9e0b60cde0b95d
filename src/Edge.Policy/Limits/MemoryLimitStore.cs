using System.Numerics;
using Edge.Policy.Documents;
using Edge.Policy.Hashing;
using Edge.Policy.Limits.Counting;
using Edge.Policy.Limits.Memory;

namespace Edge.Policy.Limits;

/// <summary>
/// Counts in this process's memory, lost with it. Thread-safe; takes no lock longer than one call's arithmetic. About 170 bytes a count
/// with a key of 60 bytes, 550 more for <c>sliding</c>.
/// </summary>
/// <remarks>
/// <para>Time: windows are aligned to the wall clock of the given provider. A wall clock that is set back opens no window again and makes
/// nobody wait longer (<see cref="LimitClock"/>).</para>
/// <para>Memory: counts that a new one would equal are swept, a few with each new count and all of them twice a minute. What all counts
/// occupy is bounded (permits that linger are not in the sum: each was a call a moment ago); a call that needs a further count beyond that
/// is refused, with <see cref="LimitStatus.StoreFull"/>, while counts that exist go on. A refused call creates none. Counts of callers whom
/// anybody could have invented (<see cref="Calls.Call.IsUnconfirmed"/>) may occupy half of it, so that the other half is there for
/// everybody else.</para>
/// </remarks>
internal sealed class MemoryLimitStore : ILimitStore
{
    /// <summary>How much memory all counts may occupy unless told otherwise: 256 MiB, one and a half million callers.</summary>
    public const long DefaultMaxBytes = 256L << 20;

    // One bit each in a mask of the stripes that a call needs.
    private const int StripeCount = 64;
    private const int SweptPerGate = 1024;
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(30);

    private readonly CountStripe[] _stripes = new CountStripe[StripeCount];
    private readonly MemoryBudget _budget;
    private readonly LimitClock _clock;
    private readonly SipHash _hash = SipHash.Random();
    private readonly ITimer _sweeper;
    private int _sweeping;

    /// <summary>Makes an empty store.</summary>
    /// <param name="clock">The clock of all windows, and of the sweep.</param>
    /// <param name="maxBytes">How much memory all counts may occupy, in bytes.</param>
    public MemoryLimitStore(TimeProvider clock, long maxBytes = DefaultMaxBytes)
        : this(clock, new LimitClock(clock), maxBytes)
    {
    }

    /// <summary>Makes an empty store that shares its clock with somebody.</summary>
    /// <param name="clock">The clock of the sweep.</param>
    /// <param name="time">The time of all windows.</param>
    /// <param name="maxBytes">How much memory all counts may occupy, in bytes.</param>
    public MemoryLimitStore(TimeProvider clock, LimitClock time, long maxBytes = DefaultMaxBytes)
    {
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxBytes);
        _budget = new MemoryBudget(maxBytes);
        _clock = time;
        for (var i = 0; i < StripeCount; i++)
            _stripes[i] = new CountStripe(_budget);
        _sweeper = clock.CreateTimer(static store => ((MemoryLimitStore)store!).Sweep(), this, SweepPeriod, SweepPeriod);
    }

    /// <summary>How many counts are held, those not yet swept among them.</summary>
    public long Count
    {
        get
        {
            long sum = 0;
            foreach (var stripe in _stripes)
            {
                lock (stripe.Gate)
                    sum += stripe.Live;
            }

            return sum;
        }
    }

    /// <summary>About how many bytes the counts occupy.</summary>
    public long Bytes => _budget.Used;

    /// <inheritdoc />
    public IReadOnlyList<byte[]> KeysHeld(int atMost)
    {
        var keys = new List<byte[]>();
        foreach (var stripe in _stripes)
        {
            lock (stripe.Gate)
                stripe.CopyKeys(keys, atMost);
        }

        return keys;
    }

    /// <summary>Adds a count that is not held, for which there is room whatever is held.</summary>
    public void Put(ReadOnlySpan<byte> key, LimitAlgorithm algorithm, in CountState state)
    {
        var hash = _hash.Of(key);
        var stripe = _stripes[MemoryDecision.StripeIndex(hash, StripeCount)];
        lock (stripe.Gate)
        {
            if (stripe.Find(hash, key) >= 0)
                return;
            _budget.Reserve(CountSlot.BytesFor(key.Length, algorithm));
            stripe.At(stripe.Add(hash, key, algorithm, unconfirmed: false)).State = state;
        }
    }

    /// <summary>A copy of a count; false when it is not held.</summary>
    public bool TryCopy(ReadOnlySpan<byte> key, out CountState state)
    {
        var hash = _hash.Of(key);
        var stripe = _stripes[MemoryDecision.StripeIndex(hash, StripeCount)];
        lock (stripe.Gate)
        {
            var slot = stripe.Find(hash, key);
            state = slot < 0 ? default : stripe.At(slot).State.Copy();
            return slot >= 0;
        }
    }

    /// <summary>A copy of every count that is held.</summary>
    public IReadOnlyList<(byte[] Key, LimitAlgorithm Algorithm, CountState State)> CopyAll()
    {
        var counts = new List<(byte[], LimitAlgorithm, CountState)>();
        foreach (var stripe in _stripes)
        {
            lock (stripe.Gate)
                stripe.CopyAll(counts);
        }

        return counts;
    }

    /// <summary>Prepares a reservation that was taken by another store for its end here.</summary>
    public void Adopt(Reservation reservation)
    {
        foreach (ref var count in reservation.Counts)
            count.Hash = _hash.Of(reservation.KeyOf(in count));
    }

    /// <inheritdoc />
    public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        Take(reservation);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        Look(reservation);
        return ValueTask.CompletedTask;
    }

    /// <summary>The same as <see cref="TakeAsync"/>, at once.</summary>
    public void Take(Reservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        Decide(reservation, take: true);
    }

    /// <summary>The same as <see cref="LookAsync"/>, at once.</summary>
    public void Look(Reservation reservation)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        Decide(reservation, take: false);
    }

    /// <inheritdoc />
    public void End(Reservation reservation, ReservationEnd end)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        long? time = null;
        foreach (ref readonly var count in reservation.Counts)
        {
            var concurrent = count.Limit.Algorithm == LimitAlgorithm.Concurrency;
            if (count.Cost == 0 || !reservation.Holds(in count) || (end != ReservationEnd.GivenBack && !concurrent))
                continue;
            End(count.Hash, reservation.KeyOf(in count), in count, end, time ??= _clock.Now(out _));
        }

        reservation.Recycle();
    }

    /// <summary>Ends one count of a reservation that another store took.</summary>
    public void End(ReadOnlySpan<byte> key, in ReservedCount count, ReservationEnd end) =>
        End(_hash.Of(key), key, in count, end, _clock.Now(out _));

    /// <summary>Stops the sweep. Leases that are still out may end afterwards.</summary>
    public void Dispose() => _sweeper.Dispose();

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _sweeper.DisposeAsync();

    // 1 hash the keys 2 close the gates of their stripes 3 take the enforced counts or none 4 if they were taken, those in shadow or none
    // 5 report   6 sweep a little for each new count   7 open the gates
    private void Decide(Reservation reservation, bool take)
    {
        var now = _clock.Now(out var wall);

        // 1
        var wanted = 0UL;
        foreach (ref var count in reservation.Counts)
        {
            count.Hash = _hash.Of(reservation.KeyOf(in count));
            wanted |= 1UL << MemoryDecision.StripeIndex(count.Hash, StripeCount);
        }

        var closed = 0UL;
        try
        {
            // 2: always from the lowest to the highest, so that two calls never wait for each other
            for (; closed != wanted; closed |= Lowest(wanted & ~closed))
                _stripes[BitOperations.TrailingZeroCount(wanted & ~closed)].Gate.Enter();

            // 3
            var decision = new MemoryDecision(_stripes, _budget, reservation, now, wall);
            decision.Find();
            var enforced = decision.HasRoom(shadow: false) && (!take || decision.TryTake(shadow: false));

            // 4
            var shadow = decision.HasRoom(shadow: true) && enforced && (!take || decision.TryTake(shadow: true));
            reservation.IsTaken = take && enforced;
            reservation.IsShadowTaken = take && shadow;

            // 5
            decision.Report();

            // 6
            decision.Sweep();
        }
        finally
        {
            // 7
            for (; closed != 0; closed &= ~Lowest(closed))
                _stripes[BitOperations.TrailingZeroCount(closed)].Gate.Exit();
        }
    }

    private static ulong Lowest(ulong bits) => bits & (~bits + 1);

    private void End(ulong hash, ReadOnlySpan<byte> key, in ReservedCount count, ReservationEnd end, long now)
    {
        var stripe = _stripes[MemoryDecision.StripeIndex(hash, StripeCount)];
        lock (stripe.Gate)
        {
            // Not there any more: swept, so there is nothing left to give back.
            var slot = stripe.Find(hash, key);
            if (slot >= 0)
                CountAlgorithm.End(ref stripe.At(slot).State, in count, end, stripe.Latest(now));
        }
    }

    // A little at a time, so that no call waits long at a gate.
    private void Sweep()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) != 0)
            return;
        try
        {
            foreach (var stripe in _stripes)
                Sweep(stripe);
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    private void Sweep(CountStripe stripe)
    {
        for (var (seen, extent) = (0, 1); seen < extent; seen += SweptPerGate)
        {
            lock (stripe.Gate)
            {
                extent = stripe.Extent;
                stripe.Sweep(SweptPerGate, stripe.Latest(_clock.Now(out _)));
                if (seen + SweptPerGate >= extent)
                    stripe.Shrink();
            }
        }
    }
}
