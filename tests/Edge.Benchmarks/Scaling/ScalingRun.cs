using Edge.Benchmarks.Gateways;

namespace Edge.Benchmarks.Scaling;

/// <summary>Measures some Edges on one store: 32 callers of one limit of a day, then whether a limit is exact.</summary>
internal static class ScalingRun
{
    /// <summary>How many callers there are together.</summary>
    public const int Callers = 32;

    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(2);

    /// <summary>Measures for <paramref name="duration"/>.</summary>
    public static async Task<ScalingFigures> MeasureAsync(string store, int edges, TimeSpan duration, bool allotted = false)
    {
        await using var shared = await SharedEdges.StartAsync(store, edges, allotted);
        await LoadAsync(shared, s_warmUp);
        var results = await LoadAsync(shared, duration);
        if (results.Sum(r => r.Failures) is var failures and > 0)
            throw new InvalidOperationException($"{failures} calls failed with {store}");
        return new ScalingFigures($"{store}{(allotted ? ", allotted" : "")}", edges, results.Sum(r => r.PerSecond),
            results.Max(r => r.P50) / 1e3, results.Max(r => r.P99) / 1e3, await PassAsync(shared));
    }

    private static Task<WrkResult[]> LoadAsync(SharedEdges shared, TimeSpan duration) =>
        Task.WhenAll(shared.Addresses.Select((address, i) =>
        {
            var folder = Directory.CreateDirectory(Path.Combine(shared.Folder, $"wrk-{i}")).FullName;
            return new Wrk(folder).RunAsync(address, Workloads.Call, Callers / shared.Addresses.Count, duration);
        }));

    // More than twice as many as pass, at all Edges at once.
    private static async Task<int> PassAsync(SharedEdges shared)
    {
        var exact = Workloads.Call with
        {
            Body = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"exact","arguments":{}}}"""u8.ToArray(),
        };
        var passed = 0;
        using var client = new HttpClient();
        var together = new ParallelOptions { MaxDegreeOfParallelism = Callers };
        await Parallel.ForAsync(0, 2 * SharedEdges.Exact + 100, together, async (i, cancel) =>
        {
            using var request = exact.Request(shared.Addresses[i % shared.Addresses.Count]);
            using var response = await client.SendAsync(request, cancel);
            if ((await response.Content.ReadAsStringAsync(cancel)).Contains(exact.Answer, StringComparison.Ordinal))
                Interlocked.Increment(ref passed);
        });
        return passed;
    }
}
