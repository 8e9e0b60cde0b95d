namespace Edge.Benchmarks.Stores;

/// <summary>Decisions a second of each store, in half a minute: a look at a change before <c>make bench-limits</c>.</summary>
internal static class ThroughputProgram
{
    /// <summary>Runs, and writes to the console.</summary>
    public static async Task<int> RunAsync()
    {
        Console.WriteLine($"memory {Throughput.InMemory(1):N0}");
        foreach (var keys in (int[])[1, 1000])
        {
            foreach (var waits in (bool[])[true, false])
                Console.WriteLine($"{keys} keys, waits {waits}: postgres {await Throughput.InPostgresAsync(keys, waits):N0}, "
                    + $"redis {await Throughput.InRedisAsync(keys, waits):N0}, "
                    + $"sqlite {await SqliteThroughput.MeasureAsync(keys, waits):N0}");
        }

        return 0;
    }
}
