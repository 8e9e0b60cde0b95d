using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Edge.Benchmarks.Gateways;
using Edge.Gateway.Enforcement.Responses;
using Edge.Gateway.Policies;
using Edge.Mcp.Responses;
using Edge.Policy.Calls;

namespace Edge.Benchmarks.Micro;

/// <summary>Filters a list of 119 KB: as it is met first, and as it is known.</summary>
[MemoryDiagnoser]
public class ListBenchmarks
{
    private readonly byte[] _list = Encoding.UTF8.GetBytes(Answers.List());
    private ListFilterOptions _new = null!;
    private ListFilterOptions _known = null!;

    [GlobalSetup]
    public void Compile()
    {
        var policy = PolicyLoader.Compile("bench", "bench.json", Encoding.UTF8.GetBytes(BenchPolicies.TextOf("shipped"))).Policy!;
        _new = new ListFilterOptions { Predicate = new ListPredicate(policy, Caller.Anonymous) };
        _known = _new with { Known = new FilteredLists() };
        Known();
        Known();
    }

    [Benchmark]
    public int New() => Filter(_new);

    [Benchmark]
    public int Known() => Filter(_known);

    private int Filter(ListFilterOptions options)
    {
        using var output = new PooledBuffer(ArrayPool<byte>.Shared);
        return new ListFilter(options).Apply(_list, output).Status == ListFilterStatus.Rewritten ? output.Length
            : throw new InvalidOperationException("nothing was cut out");
    }
}
