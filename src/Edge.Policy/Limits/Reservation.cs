using System.Collections.Concurrent;
using Edge.Policy.Calls;

namespace Edge.Policy.Limits;

/// <summary>
/// What one call takes of its limits, for an <see cref="ILimitStore"/>: the distinct counts, each with one cost, and the store's response.
/// Independent of the <see cref="ChargeList"/> that it was made from. Not thread-safe: it belongs to one call, and at the end to the store.
/// Pooled: it must not be used after <see cref="Recycle"/>.
/// </summary>
public sealed class Reservation
{
    private const int PooledAtMost = 1024;
    private const int KeyBytesPooledAtMost = 4096;

    private static readonly ConcurrentQueue<Reservation> Pool = new();
    private static int Pooled;

    private ReservedCharge[] _charges = new ReservedCharge[4];
    private LimitStatus[] _statuses = new LimitStatus[4];
    private ReservedCount[] _counts = new ReservedCount[4];
    private byte[] _keys = new byte[256];
    private int _chargeCount;
    private int _countCount;

    private Reservation()
    {
    }

    /// <summary>The limits, in document order.</summary>
    public ReadOnlySpan<ReservedCharge> Charges => _charges.AsSpan(0, _chargeCount);

    /// <summary>The distinct counts, in the order in which the document first names them.</summary>
    public Span<ReservedCount> Counts => _counts.AsSpan(0, _countCount);

    /// <summary>One status a charge, in the same order; the store writes all of them.</summary>
    public Span<LimitStatus> Statuses => _statuses.AsSpan(0, _chargeCount);

    /// <summary>The id of the caller, so that a store can be fair to the others; null if there is none.</summary>
    public string? Caller { get; set; }

    /// <summary>
    /// Whether the caller may have invented its identity, so that its new counts have only a part of the store's room
    /// (<see cref="Calls.Call.IsUnconfirmed"/>).
    /// </summary>
    public bool IsUnconfirmed { get; set; }

    /// <summary>Whether the enforced counts were taken.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Whether the shadow counts were taken.</summary>
    public bool IsShadowTaken { get; set; }

    /// <summary>What each count was taken from, where it was taken from what this Edge has; null where the store was asked.</summary>
    internal Allotments.Allotment[]? Allotments { get; set; }

    /// <summary>The key of <paramref name="count"/>.</summary>
    public ReadOnlySpan<byte> KeyOf(in ReservedCount count) => _keys.AsSpan(count.KeyStart, count.KeyLength);

    /// <summary>Whether <paramref name="count"/> is held, so that its end has something to give back.</summary>
    public bool Holds(in ReservedCount count) => count.Limit.Shadow ? IsShadowTaken : IsTaken;

    /// <summary>Copies <paramref name="charges"/>; those with equal keys share one count, at the largest cost.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A cost is negative.</exception>
    /// <exception cref="ArgumentException">Equal keys whose limits differ in algorithm, window or shadow.</exception>
    public static Reservation Of(ChargeList charges)
    {
        ArgumentNullException.ThrowIfNull(charges);
        if (Pool.TryDequeue(out var reservation))
            Interlocked.Decrement(ref Pooled);
        else
            reservation = new Reservation();
        reservation.Fill(charges);
        return reservation;
    }

    /// <summary>
    /// Clears the object and makes it available to the next call. The store calls it once, when it is done with a reservation.
    /// </summary>
    public void Recycle()
    {
        Array.Clear(_charges, 0, _chargeCount);
        Array.Clear(_statuses, 0, _chargeCount);
        Array.Clear(_counts, 0, _countCount);
        _chargeCount = _countCount = 0;
        IsTaken = IsShadowTaken = IsUnconfirmed = false;
        Caller = null;
        Allotments = null;
        if (_keys.Length > KeyBytesPooledAtMost || Interlocked.Increment(ref Pooled) > PooledAtMost)
        {
            if (_keys.Length <= KeyBytesPooledAtMost)
                Interlocked.Decrement(ref Pooled);
            return;
        }

        Pool.Enqueue(this);
    }

    /// <summary>The refusal that the statuses of the enforced limits, or those in shadow, amount to; null when all had room.</summary>
    internal LimitRefusal? Refusal(bool shadow)
    {
        LimitStatus? first = null;
        TimeSpan? longest = TimeSpan.Zero;
        foreach (ref readonly var status in _statuses.AsSpan(0, _chargeCount))
        {
            if (status.Limit.Shadow != shadow || status.State != LimitState.Over)
                continue;
            first ??= status;
            longest = status.RetryAfter is { } wait && longest is { } soFar ? (wait > soFar ? wait : soFar) : null;
        }

        return first is not { } named
            ? null
            : new LimitRefusal
            {
                Limit = named.Limit,
                Max = named.Limit.Capacity,
                Remaining = named.Remaining,
                ResetAt = named.ResetAt,
                RetryAfter = longest,
                NeverFits = named.NeverFits,
                StoreFull = named.StoreFull,
            };
    }

    private void Fill(ChargeList charges)
    {
        var items = charges.Items;
        if (_charges.Length < items.Length)
        {
            _charges = new ReservedCharge[items.Length];
            _statuses = new LimitStatus[items.Length];
            _counts = new ReservedCount[items.Length];
        }

        var keys = charges.Keys;
        if (_keys.Length < keys.Length)
            _keys = new byte[keys.Length];
        keys.CopyTo(_keys);
        foreach (ref readonly var charge in items)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(charge.Cost);
            _charges[_chargeCount++] = new ReservedCharge(charge.Limit, CountFor(in charge));
        }
    }

    private int CountFor(in Charge charge)
    {
        var key = _keys.AsSpan(charge.KeyStart, charge.KeyLength);
        for (var i = 0; i < _countCount; i++)
        {
            ref var known = ref _counts[i];
            if (!KeyOf(in known).SequenceEqual(key))
                continue;
            if (!SameCount(known.Limit, charge.Limit))
                throw new ArgumentException($"'{known.Limit.Rule}' and '{charge.Limit.Rule}' have one key but are different counts",
                    nameof(charge));
            known.Cost = Math.Max(known.Cost, charge.Cost);
            known.Linger = known.Linger > charge.Limit.Linger ? known.Linger : charge.Limit.Linger;
            return i;
        }

        _counts[_countCount] = new ReservedCount
        {
            Limit = charge.Limit,
            Cost = charge.Cost,
            Linger = charge.Limit.Linger,
            KeyStart = charge.KeyStart,
            KeyLength = charge.KeyLength,
        };
        return _countCount++;
    }

    private static bool SameCount(CompiledLimit a, CompiledLimit b) =>
        a.Algorithm == b.Algorithm && a.Window == b.Window && a.Shadow == b.Shadow
        && (a.Algorithm != Documents.LimitAlgorithm.TokenBucket || a.Max == b.Max);
}
