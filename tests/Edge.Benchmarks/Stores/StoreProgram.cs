using BenchmarkDotNet.Running;
using Edge.Benchmarks.Scaling;

namespace Edge.Benchmarks.Stores;

/// <summary><c>make bench-limits</c>: measures the stores of limits.</summary>
internal static class StoreProgram
{
    /// <summary>Runs, and writes the part of the page.</summary>
    public static async Task<int> RunAsync()
    {
        var text = await StoreSection.WriteAsync(
            BenchmarkRunner.Run<MemoryStoreBenchmarks>(BenchmarkConfig.Default),
            BenchmarkRunner.Run<PostgresStoreBenchmarks>(BenchmarkConfig.Default),
            BenchmarkRunner.Run<RedisStoreBenchmarks>(BenchmarkConfig.Default));
        await BenchmarkPage.WriteAsync("limits", text);
        Console.Write(text);
        return await ScalingProgram.RunAsync();
    }
}
