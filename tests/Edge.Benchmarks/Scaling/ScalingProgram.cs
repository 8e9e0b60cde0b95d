using System.Globalization;
using System.Text;

namespace Edge.Benchmarks.Scaling;

/// <summary>Whole Edges on one store, side by side; part of <c>make bench-limits</c>, and alone as <c>scaling</c>.</summary>
internal static class ScalingProgram
{
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(5);

    /// <summary>Runs, and writes the part of the page.</summary>
    public static async Task<int> RunAsync()
    {
        List<ScalingFigures> all = [await ScalingRun.MeasureAsync("memory", 1, s_duration)];
        foreach (var store in (string[])["postgres", "redis"])
        {
            foreach (var edges in (int[])[1, 2, 4])
                all.Add(await ScalingRun.MeasureAsync(store, edges, s_duration));
            all.Add(await ScalingRun.MeasureAsync(store, 4, s_duration, allotted: true));
        }

        var text = Write(all);
        await BenchmarkPage.WriteAsync("scaling", text, "scaling.md");
        await BenchmarkPage.WriteJsonAsync("scaling.json", all);
        Console.Write(text);
        return all.TrueForAll(f => f.Passed <= SharedEdges.Exact) ? 0 : 1;
    }

    private static string Write(List<ScalingFigures> all)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            Whole Edges on one store, {ScalingRun.Callers} callers together, one limit of a day with the scope `global`: the worst case,
            because every call counts at the same place. PostgreSQL waits for the disk with each commit; Redis writes its log once a
            second. The store, the Edges, the callers and the server share {Environment.ProcessorCount} cores, so that more Edges are not
            faster here. A limit of {SharedEdges.Exact} is asked for more than twice as often, at all Edges at once; with an
            allotment of 5% a few calls fewer may pass, never more.

            | store | Edges | calls a second | of memory | p50 | p99 | passed of {SharedEdges.Exact} |
            |---|---|---|---|---|---|---|

            """);
        foreach (var figures in all)
        {
            page.AppendLine(CultureInfo.InvariantCulture,
                $"| {figures.Store} | {figures.Edges} | {figures.PerSecond:N0} | {figures.PerSecond / all[0].PerSecond:0.00} "
                + $"| {figures.P50:0.0} ms | {figures.P99:0.0} ms | {figures.Passed} |");
        }

        return page.ToString();
    }
}
