namespace Edge.Benchmarks.Gateways;

/// <summary><c>make bench</c>: measures the gateways, prints the tables, writes them down.</summary>
internal static class GatewayProgram
{
    /// <summary>Runs; 0 whether or not what was expected is met, because the machine decides that as well.</summary>
    public static async Task<int> RunAsync(bool quick)
    {
        var results = await new GatewayRun(quick).RunAsync();
        var expectations = Expectations.Of(results);
        var machine = Machine.DescribeAll();
        var text = GatewaySection.Write(results, expectations, machine);
        Console.WriteLine(text);
        await BenchmarkPage.WriteJsonAsync("bench.json", new
        {
            Machine = machine.Select(m => $"{m.Name} {m.Version}".Trim()),
            results.Schedule,
            Quick = quick,
            Expectations = expectations,
            Cells = results.Cells.Select(c => new { c.Gateway, Workload = c.Workload.Name, c.Connections, c.Samples }),
            results.Streams,
            results.Start,
        });
        // A short run is for looking; only a whole one is worth keeping.
        if (!quick)
            await BenchmarkPage.WriteAsync("gateways", text);
        return 0;
    }
}
