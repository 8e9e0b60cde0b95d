using System.Runtime.CompilerServices;
using Edge.Policy.Calls;

namespace Edge.Policy.Limits.Counting;

/// <summary>
/// A bucket that refills by the maximum a window, seen from the other side: a level that calls raise, that drains steadily to zero, and
/// that may not pass the capacity. So the state does not depend on the capacity, which may change on reload.
/// </summary>
/// <remarks>
/// <see cref="CountState.Used"/> is the level at the time <see cref="CountState.Position"/>, plus all that was taken since. It moves on by
/// whole windows, each of which drains exactly the maximum, so that no rounding ever accumulates; what has drained since is computed anew
/// each time, rounded down.
/// </remarks>
internal sealed class TokenBucket : CountAlgorithm
{
    private const decimal ExactUpTo = 1_000_000_000_000;
    private const long ExactWindowUpTo = 10_000_000_000_000_000;
    private const long Farthest = long.MaxValue / 4;

    public override decimal Advance(ref CountState state, CompiledLimit limit, long now)
    {
        var windows = (now - state.Position) / limit.Window.Ticks;
        if (state.Used > 0 && windows > 0)
        {
            var drained = limit.Max > decimal.MaxValue / windows ? decimal.MaxValue : limit.Max * windows;
            state.Used = Amount.Subtract(state.Used, drained);
            state.Position += windows * limit.Window.Ticks;
        }

        var level = state.Used == 0 ? 0 : Amount.Subtract(state.Used, Drained(limit, now - state.Position));
        if (level > 0)
            return level;
        state.Position = now;
        return state.Used = 0;
    }

    public override long? RoomAt(in CountState state, CompiledLimit limit, decimal cost, long now)
    {
        var amount = Amount.Subtract(state.Used, limit.Capacity - cost);
        var ticks = TimeToDrain(limit, amount);
        // The quotient was rounded: one tick less may do, or one more be needed.
        if (ticks >= limit.Window.Ticks)
            return state.Position + ticks;
        if (ticks > 0 && Drained(limit, ticks - 1) >= amount)
            ticks--;
        else if (Drained(limit, ticks) < amount)
            ticks++;
        return state.Position + ticks;
    }

    // The tick before the bucket is idle, unless something was given back.
    public override long? ResetAt(in CountState state, CompiledLimit limit, long now) =>
        Math.Max(now, state.More is null ? state.IdleAt - 1 : state.Position + TimeToDrain(limit, state.Used));

    public override void Take(ref CountState state, ref ReservedCount count, long now)
    {
        if (Amount.TryAdd(state.Used, count.Cost, out var used))
        {
            state.Used = used;
        }
        else
        {
            // What is still to be subtracted does not fit beside it: subtract it now.
            state.Used = Sum(count.Used, count.Cost);
            state.Position = now;
        }

        // Not before the level would have drained had nothing been given back: until then a lease can still occupy a part. A tick more,
        // because the quotient may have been rounded down.
        state.IdleAt = Math.Max(state.IdleAt, state.Position + TimeToDrain(count.Limit, state.Used) + 1);
        count.TakenFrom = now;
        count.GivenBackBefore = GivenBack(in state);
    }

    // What has drained since may be the very part that was taken. If nobody else took anything, the part of the level after taking that has
    // not drained is what the call still occupies; if somebody did, that is the least it can be, less what was given back since. More would
    // be room that nobody paid for.
    public override void GiveBack(ref CountState state, in ReservedCount count, long now)
    {
        var elapsed = now - count.TakenFrom;
        var window = count.Limit.Window.Ticks;
        var windows = elapsed / window;
        var level = Math.Max(0, count.Used - Math.Max(0, GivenBack(in state) - count.GivenBackBefore));
        if (windows > 0 && count.Limit.Max > level / windows)
            return;
        var drained = count.Limit.Max * windows + Drained(count.Limit, elapsed % window, roundUp: true);
        var returned = Math.Min(count.Cost, Math.Max(0, level - drained));
        if (returned == 0)
            return;
        var total = (StrongBox<decimal>)(state.More ??= new StrongBox<decimal>());
        total.Value = Amount.TryAdd(total.Value, returned, out var sum) ? sum : decimal.MaxValue;
        state.Used = Amount.Subtract(state.Used, returned);
    }

    // All that was ever given back: apart, because few counts see any.
    private static decimal GivenBack(in CountState state) => state.More is StrongBox<decimal> total ? total.Value : 0;

    /// <summary>
    /// What drains in <paramref name="elapsed"/>, which is less than a window: never above the exact amount, or with
    /// <paramref name="roundUp"/> never below it. Above a maximum of 10¹² or a window of 30 years it is exact to the 27th digit only.
    /// </summary>
    private static decimal Drained(CompiledLimit limit, long elapsed, bool roundUp = false)
    {
        var window = limit.Window.Ticks;
        if (limit.Max > ExactUpTo || window > ExactWindowUpTo)
            return limit.Max / window * elapsed;
        var product = limit.Max * elapsed;
        var drained = product / window;
        var back = drained * window;
        if (back > product && !roundUp)
            return drained - Amount.LastDigit(drained);
        return back < product && roundUp ? drained + Amount.LastDigit(drained) : drained;
    }

    /// <summary>The least number of ticks in which <paramref name="amount"/> drains; rounding may make it one more or less.</summary>
    private static long TimeToDrain(CompiledLimit limit, decimal amount)
    {
        var window = limit.Window.Ticks;
        var (max, windows) = (limit.Max, 0m);
        if (amount > max)
        {
            if (max < 1 && amount > decimal.MaxValue * max)
                return Farthest;
            windows = decimal.Floor(amount / max);
            if (windows > Farthest / window - 1)
                return Farthest;
            amount = Math.Max(0, amount - windows * max);
        }

        var part = max > ExactUpTo || window > ExactWindowUpTo ? amount / max * window : amount * window / max;
        return (long)windows * window + (long)decimal.Ceiling(part);
    }
}
