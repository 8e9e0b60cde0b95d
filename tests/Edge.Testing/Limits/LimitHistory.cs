using FsCheck;
using FsCheck.Fluent;

namespace Edge.Testing.Limits;

/// <summary>Any history of calls, ends and waits, for properties of limits with a maximum of about ten.</summary>
public static class LimitHistory
{
    private static readonly decimal[] s_costs = [0, 0.001m, 0.1m, 0.25m, 1, 1, 1, 2.5m, 3.333m, 7, 10, 12.5m];

    /// <summary>
    /// Histories for a limit of <paramref name="window"/>, in times that a store tells apart by <paramref name="step"/>: most steps follow
    /// at once, many fall on the edges of its 32nds, a few come windows later.
    /// </summary>
    public static Arbitrary<IReadOnlyList<LimitStep>> Over(TimeSpan window, TimeSpan step)
    {
        var wait = Gen.Frequency(
            (4, Gen.Constant(0L)),
            (3, Gen.Choose(0, 1000).Select(i => i * window.Ticks / 1000 / 20)),
            (2, Gen.Choose(-2, 2)
                .SelectMany(i => Gen.Elements(1, 31, 32, 33, 64).Select(n => Math.Max(0, n * window.Ticks / 32 + i * step.Ticks)))),
            (1, Gen.Choose(0, 100).Select(i => i * window.Ticks / 30)));
        var steps = Gen.ListOf(
            from kind in Gen.Frequency(
                (6, Gen.Constant(LimitStepKind.Take)),
                (1, Gen.Constant(LimitStepKind.GiveBack)),
                (1, Gen.Constant(LimitStepKind.Complete)),
                (1, Gen.Constant(LimitStepKind.Leave)))
            from after in wait
            from cost in Gen.Elements(s_costs)
            from which in Gen.Choose(0, 1000)
            select new LimitStep(kind, new TimeSpan(after / step.Ticks * step.Ticks), cost, which));
        return steps.Select(list => (IReadOnlyList<LimitStep>)[.. list]).ToArbitrary();
    }
}
