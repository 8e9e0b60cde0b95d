using System.Globalization;
using System.Text;
using Edge.Testing.Cost;

namespace Edge.Benchmarks.Cost;

/// <summary><c>make bench-cost</c>: measures what the most expensive messages cost, and how long others wait meanwhile.</summary>
internal static class CostProgram
{
    private const int Bytes = 20_000_000;
    private const int Rounds = 3;
    private const int WarmRounds = 4;
    private const double WorstRatio = 8;
    private const double WorstWaitMilliseconds = 250;

    private static readonly (string Name, string Route, Func<string, string> Params)[] s_places =
    [
        ("shipped: get-pod, gpuTypeIds", "shipped", v => $$$"""{"name":"get-pod","arguments":{"podId":"pod-1","gpuTypeIds":{{{v}}}}}"""),
        ("shipped: create-pod, ports", "shipped",
            v => $$$$"""{"name":"create-pod","arguments":{"body":{"image":"runpod/base","ports":{{{{v}}}}}}}"""),
        ("nasty", "nasty", v => $$$"""{"name":"t","arguments":{"v":{{{v}}}}}"""),
    ];

    /// <summary>Runs, and writes the part of the page.</summary>
    public static async Task<int> RunAsync()
    {
        await using var world = await CostWorld.StartAsync();
        // Small ones first, until all code is compiled for good.
        foreach (var shape in Enumerable.Repeat(CostShapes.All, WarmRounds).SelectMany(shapes => shapes))
        {
            foreach (var place in s_places)
                await world.CpuSecondsAsync(place.Route, Message(place.Params(shape.Make(300_000))));
        }

        List<CostFigure> figures = [];
        foreach (var shape in CostShapes.All)
        {
            List<double> seconds = [];
            foreach (var place in s_places)
                seconds.Add(await LeastAsync(world, place.Route, Message(place.Params(shape.Make(Bytes)))));
            figures.Add(new CostFigure(shape.Name, seconds));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture, $"{shape.Name}: {string.Join(' ',
                        seconds.Select(s => s.ToString("0.00", CultureInfo.InvariantCulture)))} s"));
        }

        var worst = figures.MaxBy(f => f.Worst)!;
        var attack = s_places[worst.Seconds.IndexOf(worst.Worst)];
        var message = Message(attack.Params(CostShapes.All.Single(s => s.Name == worst.Shape).Make(Bytes)));
        var alone = await world.WaitsAsync(null, attack.Route);
        var beside = await world.WaitsAsync(message, attack.Route);
        await WriteAsync(figures, worst, alone, beside);
        return 0;
    }

    private static byte[] Message(string parameters) =>
        Encoding.UTF8.GetBytes($$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{{parameters}}}""");

    private static async Task<double> LeastAsync(CostWorld world, string route, byte[] message)
    {
        var least = double.MaxValue;
        for (var i = 0; i < Rounds; i++)
            least = Math.Min(least, await world.CpuSecondsAsync(route, message));
        return least;
    }

    private static async Task WriteAsync(List<CostFigure> figures, CostFigure worst, IReadOnlyList<double> alone,
        IReadOnlyList<double> beside)
    {
        var plain = figures[0];
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            Written by `make bench-cost` on {string.Join(", ",
                Machine.Describe().Select(m => $"{m.Name} {m.Version}".Trim()))}. Each message has {Bytes
                    / 1_000_000} MB and an invented token; processor time of Edge's process, the least of {Rounds}
            calls. *Ratio*: to one plain string of the same size in the same place. The nasty policy is one that `edge check` accepts and
              that asks
            all it can of one argument ([decision 0021](decisions/0021-a-call-has-one-budget-of-work.md)).

            | the argument is | {string.Join(" | ", s_places.Select(p => p.Name))} | worst ratio |
            |---|{string.Concat(s_places.Select(_ => "---|"))}---|

            """);
        foreach (var figure in figures)
        {
            var cells = figure.Seconds.Select(s => s.ToString("0.00 s", CultureInfo.InvariantCulture));
            page.AppendLine(
                CultureInfo.InvariantCulture, $"| {figure.Shape} | {string.Join(" | ", cells)} | {figure.RatioTo(plain):0.0} |");
        }

        var (quiet, busy) = (Statistics.Percentile(alone, 0.99), Statistics.Percentile(beside, 0.99));
        page.Append(CultureInfo.InvariantCulture, $"""

            A caller of small calls, twenty a second, while {CostWorld.Attackers} connections send *{worst.Shape}* without a pause: p50
              {Statistics.Median(beside):0.0} ms, p99 {busy:0.0} ms, longest {beside.Max():0.0} ms;
            without them p50 {Statistics.Median(
                alone):0.0} ms, p99 {quiet:0.0} ms. Messages of more than 256 KB are read and judged by half of the processors.

            | Edge | expected | measured | |
            |---|---|---|---|

            """);
        page.AppendLine(new Gateways.Expectation("worst ratio to one plain string", WorstRatio, AtLeast: false,
            figures.Max(f => f.RatioTo(plain)), "0.0").Line);
        page.AppendLine(new Gateways.Expectation("p99 of small calls beside the worst of them, ms", WorstWaitMilliseconds, AtLeast: false,
            busy, "0").Line);
        await BenchmarkPage.WriteAsync("cost", page.ToString());
        await BenchmarkPage.WriteJsonAsync("bench-cost.json", figures);
        Console.Write(page);
    }
}
