using System.Diagnostics;
using Edge.Policy.Calls;

namespace Edge.Policy.Limits.Counting;

/// <summary>
/// Never lets more than the maximum through in any window: it counts in slices of 1/32 window and forgets a slice one slice after the whole
/// of it has left the window. The position is the newest slice's number; the slices lie in a ring.
/// </summary>
internal sealed class SlidingWindow : CountAlgorithm
{
    /// <summary>A window that ends anywhere in a slice touches that slice and the 32 before it.</summary>
    public const int Slices = 33;

    public override decimal Advance(ref CountState state, CompiledLimit limit, long now)
    {
        var newest = now / SliceOf(limit);
        var before = state.Position;
        if (newest == before)
            return state.Used;
        state.Position = newest;
        if (state.More is not decimal[] ring)
            return 0;
        if (newest - before >= Slices)
        {
            Array.Clear(ring);
            return state.Used = 0;
        }

        for (var slice = before + 1; slice <= newest; slice++)
            ring[slice % Slices] = 0;
        return state.Used = Total(ring);
    }

    public override long? RoomAt(in CountState state, CompiledLimit limit, decimal cost, long now)
    {
        var oldest = Math.Max(0, state.Position - Slices + 1);
        var width = SliceOf(limit);
        if (state.More is decimal[] ring)
        {
            var used = state.Used;
            for (var slice = oldest; slice < state.Position; slice++)
            {
                used = Amount.Subtract(used, ring[slice % Slices]);
                if (HasRoom(used, cost, limit.Capacity))
                    return Boundary(slice + Slices, width);
            }
        }

        return Boundary(state.Position + Slices, width);
    }

    public override long? ResetAt(in CountState state, CompiledLimit limit, long now) => Math.Max(now, state.IdleAt);

    public override void Take(ref CountState state, ref ReservedCount count, long now)
    {
        var ring = (decimal[])(state.More ??= new decimal[Slices]);
        ref var slice = ref ring[state.Position % Slices];
        slice = Sum(slice, count.Cost);
        state.Used = Sum(state.Used, count.Cost);
        state.IdleAt = Boundary(state.Position + Slices, SliceOf(count.Limit));
        count.TakenFrom = state.Position;
    }

    public override void GiveBack(ref CountState state, in ReservedCount count, long now)
    {
        if (state.More is not decimal[] ring || state.Position - count.TakenFrom >= Slices)
            return;
        ref var slice = ref ring[count.TakenFrom % Slices];
        slice = Amount.Subtract(slice, count.Cost);
        state.Used = Total(ring);
    }

    /// <summary>From when on slices that were kept elsewhere are idle: once the newest that holds anything has left.</summary>
    public static long IdleAtOf(in CountState state, CompiledLimit limit)
    {
        var ring = (decimal[])state.More!;
        var slice = state.Position;
        while (slice > Math.Max(0, state.Position - Slices + 1) && ring[slice % Slices] == 0)
            slice--;
        return ring[slice % Slices] == 0 ? 0 : Boundary(slice + Slices, SliceOf(limit));
    }

    // Anew from the slices, so that nothing that was ever rounded stays in it.
    private static decimal Total(decimal[] ring)
    {
        decimal total = 0;
        foreach (var slice in ring)
            total = Amount.TryAdd(total, slice, out var sum) ? sum : decimal.MaxValue;
        return total;
    }

    // Rounded up: 32 slices are never shorter than the window.
    private static long SliceOf(CompiledLimit limit)
    {
        Debug.Assert(limit.Window > TimeSpan.Zero, "a sliding limit has a window");
        return (limit.Window.Ticks + Slices - 2) / (Slices - 1);
    }
}
