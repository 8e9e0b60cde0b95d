using Edge.Benchmarks.Gateways;

namespace Edge.Benchmarks.Micro;

/// <summary>What is expected of the parts.</summary>
internal static class MicroExpectations
{
    /// <summary>All of them.</summary>
    public static IEnumerable<Expectation> Of(IReadOnlyList<MicroFigures> figures)
    {
        var decided = Find(nameof(DecideBenchmarks.Decide), "6 conditions and 1 limit");
        yield return AtMost("a decision with 6 conditions and 1 limit", 1, decided.Microseconds, "0.00 µs");
        yield return AtMost("allocations of that decision", 0, decided.AllocatedBytes, "0 B");
        var judged = Find(nameof(DecideBenchmarks.ReadAndDecide), "70 tools");
        yield return AtMost("300 bytes read and judged", 1, judged.Microseconds, "0.00 µs");
        yield return AtMost("allocations of that", 0, judged.AllocatedBytes, "0 B");
        yield return AtMost("added time of 2,000 tools compared to 1", 0.1,
            Find(nameof(DecideBenchmarks.Decide), "2,000 tools").Microseconds
                - Find(nameof(DecideBenchmarks.Decide), "1 tool").Microseconds, "0.000 µs");

        MicroFigures Find(string what, string with) => figures.Single(f => f.What == what && f.With == with);
    }

    private static Expectation AtMost(string what, double bound, double measured, string format) =>
        new(what, bound, AtLeast: false, measured, format);
}
