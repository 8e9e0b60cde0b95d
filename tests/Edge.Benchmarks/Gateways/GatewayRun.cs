using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>
/// Measures every line of the table, in rounds: one after the other, so that what happens on the machine meanwhile happens to all.
/// </summary>
/// <remarks>
/// (1) start everything; (2) check each answer and warm up; (3) rounds, every second one backwards, the last ones without those lines that
/// have had theirs;
/// (4) streams; (5) a start and an idle Edge.
/// </remarks>
internal sealed class GatewayRun(bool quick)
{
    // What a gateway may still do between two measurements: exports, records, collections, answers to nobody.
    private const double MostAtRest = 0.1;
    private const int MostLooks = 40;
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan s_streamsAndStarts = TimeSpan.FromMinutes(1);

    // None has anything to compile.
    private static readonly string[] s_alwaysWarm = [GatewayNames.Direct, GatewayNames.DirectBodies, GatewayNames.Nginx];

    private readonly Schedule _schedule = quick ? Schedule.Quick : Schedule.Whole;
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <summary>Runs; what was measured is in the result.</summary>
    public async Task<GatewayResults> RunAsync()
    {
        // 1
        Say("starting three servers and eight gateways");
        await using var world = await GatewayWorld.StartAsync();
        var wrk = new Wrk(world.Folder);
        var cells = Matrix.Cells(_schedule, quick);

        // 2
        Say("checking the answers");
        using (var client = EventStream.NewClient())
        {
            foreach (var cell in cells.DistinctBy(c => (c.Gateway, c.Workload.Name)))
                await AnswerCheck.RunAsync(client, world.Gateways[cell.Gateway].Address, cell.Workload);
        }

        Say("warming up");
        foreach (var cell in cells.Where(c => !s_alwaysWarm.Contains(c.Gateway)).DistinctBy(c => (c.Gateway, c.Workload.Name)))
            await wrk.RunAsync(world.Gateways[cell.Gateway].Address, cell.Workload, cell.Connections, _schedule.WarmUp);

        // 3
        var plan = Enumerable.Range(0, cells.Max(c => c.Pace.Rounds)).SelectMany(round => RoundOf(cells, round)).ToList();
        for (var done = 0; done < plan.Count; done++)
        {
            Progress(plan, done);
            var gateway = world.Gateways[plan[done].Gateway];
            plan[done].Samples.Add(await MeasureAsync(wrk, gateway, plan[done]));
            await RestAsync(gateway);
        }

        // 4
        Say("reading streams");
        var streams = await ReadStreamsAsync(world);

        // 5
        Say("starting Edge");
        var starts = await EdgeStart.MeasureAsync(world, _schedule.Starts);
        world.CheckExports();
        return new GatewayResults(cells, streams, starts, _schedule);
    }

    private static IEnumerable<Cell> RoundOf(List<Cell> cells, int round)
    {
        var taking = cells.Where(c => round < c.Pace.Rounds);
        return round % 2 == 0 ? taking : taking.Reverse();
    }

    // Until a gateway does nothing any more that would be missing to the next one.
    private static async Task RestAsync(Gateway gateway)
    {
        for (var look = 0; look < MostLooks && gateway.Process is { } process; look++)
        {
            var threads = process.ThreadTimes();
            await Task.Delay(s_look, TimeProvider.System);
            if (process.CpuSecondsSince(threads) < MostAtRest * s_look.TotalSeconds)
                return;
        }
    }

    private static async Task<Sample> MeasureAsync(Wrk wrk, Gateway gateway, Cell cell)
    {
        gateway.Process?.ForgetPeak();
        var (threads, allocated) = (gateway.Process?.ThreadTimes(), gateway.Allocations?.Read() ?? double.NaN);
        var result = await wrk.RunAsync(gateway.Address, cell.Workload, cell.Connections, cell.Duration);
        return new Sample(result.PerSecond, result.P50, result.P99, result.P999)
        {
            Failed = (double)result.Failures / result.Requests,
            CpuMicroseconds = (threads is null ? double.NaN : gateway.Process!.CpuSecondsSince(threads)) * 1e6 / result.Requests,
            AllocatedBytes = ((gateway.Allocations?.Read() ?? double.NaN) - allocated) / result.Requests,
            PeakMiB = gateway.Process?.PeakMiB ?? double.NaN,
        };
    }

    private async Task<List<StreamFigures>> ReadStreamsAsync(GatewayWorld world)
    {
        using var client = EventStream.NewClient();
        var latencies = Matrix.Streaming.ToDictionary(g => g, _ => new List<double>());
        for (var round = 0; round < _schedule.Streams; round++)
        {
            foreach (var gateway in Matrix.Streaming)
                latencies[gateway].AddRange(await EventStream.ReadAsync(client, world.Gateways[gateway].Address, EventStream.Events));
        }

        return [.. latencies.Select(l => new StreamFigures(l.Key, Statistics.Median(l.Value), Statistics.Percentile(l.Value, 0.99),
            Statistics.Percentile(l.Value, 0.999)))];
    }

    private void Progress(List<Cell> plan, int done)
    {
        if (done % 8 != 0)
            return;
        var left = TimeSpan.FromSeconds(plan.Skip(done).Sum(c => c.Expected.TotalSeconds) + s_streamsAndStarts.TotalSeconds);
        Say(string.Create(CultureInfo.InvariantCulture, $"{done} of {plan.Count} measured, about {left.TotalMinutes:0.0} minutes left"));
    }

    private void Say(string what) =>
        Console.Error.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_began).TotalSeconds,5:0} s  {what}"));
}
