using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>Measures every line of the table, in rounds: one after the other, so that what happens on the machine meanwhile happens to all.</summary>
/// <remarks>(1) start everything; (2) check each answer and warm up; (3) rounds, every second one backwards; (4) streams; (5) a start and an idle Edge.</remarks>
internal sealed class GatewayRun(bool quick)
{
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(6);
    private readonly int _rounds = quick ? 3 : 5;
    private readonly TimeSpan _duration = quick ? TimeSpan.FromSeconds(0.8) : TimeSpan.FromSeconds(1.2);
    private readonly long _began = TimeProvider.System.GetTimestamp();

    /// <summary>Runs; what was measured is in the result.</summary>
    public async Task<GatewayResults> RunAsync()
    {
        // 1
        Say("starting two servers and eight gateways");
        await using var world = await GatewayWorld.StartAsync();
        var wrk = new Wrk(world.Folder);
        var cells = Matrix.Cells(quick);

        // 2
        Say("checking the answers");
        using (var client = EventStream.NewClient())
        {
            foreach (var cell in cells.DistinctBy(c => (c.Gateway, c.Workload.Name)))
                await AnswerCheck.RunAsync(client, world.Gateways[cell.Gateway].Address, cell.Workload);
        }

        Say("warming up");
        foreach (var cell in cells.Where(c => c.Gateway is not (GatewayNames.Direct or GatewayNames.DirectBodies)).DistinctBy(c => (c.Gateway, c.Workload.Name)))
            await wrk.RunAsync(world.Gateways[cell.Gateway].Address, cell.Workload, cell.Connections, cell.Workload == Workloads.Call ? s_warmUp : _duration * cell.Workload.Patience);

        // 3
        for (var round = 0; round < _rounds; round++)
        {
            var done = 0;
            foreach (var cell in round % 2 == 0 ? cells : Enumerable.Reverse(cells))
            {
                Progress(round, done++, cells.Count);
                cell.Samples.Add(await MeasureAsync(wrk, world.Gateways[cell.Gateway], cell));
            }
        }

        // 4
        Say("reading streams");
        var streams = await ReadStreamsAsync(world);

        // 5
        Say("starting Edge");
        var starts = await EdgeStart.MeasureAsync(world, quick ? 3 : 5);
        world.CheckExports();
        return new GatewayResults(cells, streams, starts, _rounds, _duration);
    }

    private async Task<Sample> MeasureAsync(Wrk wrk, Gateway gateway, Cell cell)
    {
        gateway.Process?.ForgetPeak();
        var (cpu, allocated) = (gateway.Process?.CpuSeconds ?? double.NaN, gateway.Allocations?.Read() ?? double.NaN);
        var result = await wrk.RunAsync(gateway.Address, cell.Workload, cell.Connections, _duration * cell.Workload.Patience);
        return new Sample(result.PerSecond, result.P50, result.P99, result.P999)
        {
            Failed = (double)result.Failures / result.Requests,
            CpuMicroseconds = ((gateway.Process?.CpuSeconds ?? double.NaN) - cpu) * 1e6 / result.Requests,
            AllocatedBytes = ((gateway.Allocations?.Read() ?? double.NaN) - allocated) / result.Requests,
            PeakMiB = gateway.Process?.PeakMiB ?? double.NaN,
        };
    }

    private async Task<List<StreamFigures>> ReadStreamsAsync(GatewayWorld world)
    {
        using var client = EventStream.NewClient();
        var latencies = Matrix.Streaming.ToDictionary(g => g, _ => new List<double>());
        for (var round = 0; round < (quick ? 1 : 3); round++)
        {
            foreach (var gateway in Matrix.Streaming)
                latencies[gateway].AddRange(await EventStream.ReadAsync(client, world.Gateways[gateway].Address, EventStream.Events));
        }

        return [.. latencies.Select(l => new StreamFigures(l.Key, Statistics.Median(l.Value), Statistics.Percentile(l.Value, 0.99), Statistics.Percentile(l.Value, 0.999)))];
    }

    private void Progress(int round, int done, int cells)
    {
        if (done % 8 != 0)
            return;
        var one = (_duration.TotalSeconds + 0.25) * 1.1;
        var left = TimeSpan.FromSeconds(((_rounds - round) * cells - done) * one + 15);
        Say(string.Create(CultureInfo.InvariantCulture, $"round {round + 1} of {_rounds}, {done} of {cells} measured, about {left.TotalMinutes:0.0} minutes left"));
    }

    private void Say(string what) =>
        Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{TimeProvider.System.GetElapsedTime(_began).TotalSeconds,5:0} s  {what}"));
}
