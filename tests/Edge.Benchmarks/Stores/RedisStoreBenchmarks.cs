using BenchmarkDotNet.Attributes;
using Edge.Policy.Documents;

namespace Edge.Benchmarks.Stores;

/// <summary>One decision in Redis on loopback, one after the other.</summary>
[MemoryDiagnoser]
public class RedisStoreBenchmarks
{
    private RedisEdge _edge = null!;
    private NumberedCalls _calls = null!;

    [Params(1, 1_000_000)]
    public int Keys { get; set; }

    [Params(true, false)]
    public bool WaitsForDisk { get; set; }

    [GlobalSetup]
    public void Start()
    {
        _edge = RedisEdge.StartAsync(WaitsForDisk).GetAwaiter().GetResult();
        _calls = new NumberedCalls(Limits.Wide(LimitAlgorithm.Fixed), Keys);
    }

    [GlobalCleanup]
    public void Stop() => _edge.DisposeAsync().AsTask().GetAwaiter().GetResult();

    [Benchmark]
    public Task Decide() => _edge.DecideAsync(_calls);
}
