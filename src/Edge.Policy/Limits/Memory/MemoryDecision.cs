using System.Numerics;
using Edge.Policy.Calls;
using Edge.Policy.Limits.Counting;

namespace Edge.Policy.Limits.Memory;

/// <summary>One call before its counts, while the gates of all their stripes are held.</summary>
internal ref struct MemoryDecision(CountStripe[] stripes, MemoryBudget budget, Reservation reservation, long now, DateTimeOffset wall)
{
    private const int SweptPerNewCount = 4;
    private const int SweptWhenFull = 256;
    private static readonly TimeSpan RetryWhenFull = TimeSpan.FromSeconds(1);

    private ulong _grown;
    private bool _full;
    private bool _fullInShadow;

    /// <summary>The stripe in which a key with <paramref name="hash"/> lies.</summary>
    public static int StripeIndex(ulong hash, int stripes) => (int)hash & (stripes - 1);

    /// <summary>Looks up every count and brings those that exist to the present.</summary>
    public readonly void Find()
    {
        foreach (ref var count in reservation.Counts)
        {
            var stripe = StripeOf(in count);
            count.Slot = stripe.Find(count.Hash, reservation.KeyOf(in count));
            count.Used = count.Slot < 0
                ? 0
                : CountAlgorithm.Of(count.Limit.Algorithm).Advance(ref stripe.At(count.Slot).State, count.Limit, stripe.Latest(now));
        }
    }

    /// <summary>Whether every enforced limit, or every one in shadow, has room.</summary>
    public readonly bool HasRoom(bool shadow)
    {
        foreach (ref readonly var charge in reservation.Charges)
        {
            ref readonly var count = ref reservation.Counts[charge.Count];
            if (charge.Limit.Shadow == shadow && !CountAlgorithm.HasRoom(count.Used, count.Cost, charge.Limit.Capacity))
                return false;
        }

        return true;
    }

    /// <summary>Takes all enforced counts, or all in shadow, which have room; false, and nothing taken, when the store is full.</summary>
    public bool TryTake(bool shadow)
    {
        if (!TryAddMissing(shadow))
            return false;
        foreach (ref var count in reservation.Counts)
        {
            if (count.Limit.Shadow != shadow || count.Cost == 0)
                continue;
            ref var state = ref StripeOf(in count).At(count.Slot).State;
            CountAlgorithm.Of(count.Limit.Algorithm).Take(ref state, ref count, StripeOf(in count).Latest(now));
            count.Used = CountAlgorithm.Sum(count.Used, count.Cost);
        }

        return true;
    }

    /// <summary>Writes the status of every limit, as things stand after what was taken.</summary>
    public readonly void Report()
    {
        var report = new CountReport(now, wall);
        for (var i = 0; i < reservation.Charges.Length; i++)
        {
            var limit = reservation.Charges[i].Limit;
            ref readonly var count = ref reservation.Counts[reservation.Charges[i].Count];
            var cost = reservation.Holds(in count) ? 0 : count.Cost;
            var at = StripeOf(in count).Latest(now);
            if (count.Slot >= 0)
            {
                reservation.Statuses[i] = report.Of(in StripeOf(in count).At(count.Slot).State, limit, count.Used, cost, at);
            }
            else if (limit.Shadow ? _fullInShadow : _full)
            {
                reservation.Statuses[i] = Full(limit);
            }
            else
            {
                var unused = default(CountState);
                CountAlgorithm.Of(limit.Algorithm).Advance(ref unused, limit, at);
                reservation.Statuses[i] = report.Of(in unused, limit, 0, cost, at);
            }
        }
    }

    /// <summary>Pays for new counts by looking at a few old ones. Slots found before may be gone after it.</summary>
    public readonly void Sweep()
    {
        for (var left = _grown; left != 0; left &= left - 1)
        {
            var stripe = stripes[BitOperations.TrailingZeroCount(left)];
            stripe.Sweep(SweptPerNewCount, stripe.Latest(now));
        }
    }

    private bool TryAddMissing(bool shadow)
    {
        if (!budget.TryReserve(BytesMissing(shadow), reservation.IsUnconfirmed))
        {
            foreach (ref readonly var count in reservation.Counts)
            {
                if (IsMissing(in count, shadow))
                    StripeOf(in count).Sweep(SweptWhenFull, StripeOf(in count).Latest(now));
            }

            Find();
            if (!budget.TryReserve(BytesMissing(shadow), reservation.IsUnconfirmed))
            {
                (_full, _fullInShadow) = (_full || !shadow, _fullInShadow || shadow);
                return false;
            }
        }

        foreach (ref var count in reservation.Counts)
        {
            if (!IsMissing(in count, shadow))
                continue;
            var stripe = StripeOf(in count);
            count.Slot = stripe.Add(count.Hash, reservation.KeyOf(in count), count.Limit.Algorithm, reservation.IsUnconfirmed);
            CountAlgorithm.Of(count.Limit.Algorithm).Advance(ref stripe.At(count.Slot).State, count.Limit, stripe.Latest(now));
            _grown |= 1UL << StripeIndex(count.Hash, stripes.Length);
        }

        return true;
    }

    private readonly long BytesMissing(bool shadow)
    {
        long bytes = 0;
        foreach (ref readonly var count in reservation.Counts)
        {
            if (IsMissing(in count, shadow))
                bytes += CountSlot.BytesFor(count.KeyLength, count.Limit.Algorithm);
        }

        return bytes;
    }

    private static LimitStatus Full(CompiledLimit limit) => new()
    {
        Limit = limit,
        State = LimitState.Over,
        Remaining = 0,
        RetryAfter = RetryWhenFull,
        StoreFull = true,
    };

    private readonly CountStripe StripeOf(in ReservedCount count) => stripes[StripeIndex(count.Hash, stripes.Length)];

    private static bool IsMissing(in ReservedCount count, bool shadow) => count.Slot < 0 && count.Cost != 0 && count.Limit.Shadow == shadow;
}
