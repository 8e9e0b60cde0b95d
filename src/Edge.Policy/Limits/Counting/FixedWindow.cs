using Edge.Policy.Calls;


namespace Edge.Policy.Limits.Counting;

/// <summary>Counts in windows aligned to the Unix epoch. The position is the window's number.</summary>
internal sealed class FixedWindow : CountAlgorithm
{
    public override decimal Advance(ref CountState state, CompiledLimit limit, long now)
    {
        var window = now / limit.Window.Ticks;
        if (window == state.Position)
            return state.Used;
        state.Position = window;
        return state.Used = 0;
    }

    public override long? RoomAt(in CountState state, CompiledLimit limit, decimal cost, long now) => EndOf(in state, limit);

    public override long? ResetAt(in CountState state, CompiledLimit limit, long now) => EndOf(in state, limit);

    public override void Take(ref CountState state, ref ReservedCount count, long now)
    {
        state.Used = Sum(state.Used, count.Cost);
        state.IdleAt = EndOf(in state, count.Limit);
        count.TakenFrom = state.Position;
    }

    public override void GiveBack(ref CountState state, in ReservedCount count, long now)
    {
        if (state.Position == count.TakenFrom)
            state.Used = Amount.Subtract(state.Used, count.Cost);
    }

    private static long EndOf(in CountState state, CompiledLimit limit) => Boundary(state.Position + 1, limit.Window.Ticks);
}
