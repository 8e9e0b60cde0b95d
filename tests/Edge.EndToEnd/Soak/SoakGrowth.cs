namespace Edge.EndToEnd.Soak;

/// <summary>
/// Says what grew: the first third of the samples is warm-up, the median of the last must not lie above that of the second.
/// </summary>
/// <remarks>
/// Medians, because the collector and the connections of callers come and go; what leaks grows for as long as the traffic lasts.
/// </remarks>
internal static class SoakGrowth
{
    private const double MiB = 1024 * 1024;

    // Within a minute the runtime still compiles what is called often, and the heap finds its size.
    private static readonly TimeSpan Short = TimeSpan.FromMinutes(1);

    /// <summary>What grew beyond what is allowed; empty when all is well.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<SoakSample> samples)
    {
        var isShort = samples[^1].At < Short;
        var third = samples.Count / 3;
        var (before, after) = (samples.Skip(third).Take(third).ToList(), samples.Skip(2 * third).ToList());
        List<string> grown = [];
        Check("resident memory", "MiB", s => s.Figures.ResidentBytes / MiB, isShort ? 64 : 8, 0.05);
        Check("managed heap", "MiB", s => s.HeapBytes / MiB, isShort ? 64 : 8, 0.05);
        Check("handles", "", s => s.Figures.Handles, 16, 0);
        Check("sockets", "", s => s.Figures.Sockets, 16, 0);
        Check("threads", "", s => s.Figures.Threads, 8, 0);
        return grown;

        void Check(string what, string unit, Func<SoakSample, double> value, double allowed, double share)
        {
            var (was, became) = (Median(before.Select(value)), Median(after.Select(value)));
            if (became - was > Math.Max(allowed, share * was))
                grown.Add($"{what} grew from {was:0.#} to {became:0.#} {unit}".TrimEnd());
        }
    }

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
