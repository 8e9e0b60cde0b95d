using System.Buffers;
using System.Net;
using BenchmarkDotNet.Attributes;
using Edge.Mcp.Requests;

namespace Edge.Benchmarks.Micro;

/// <summary>Reads a body into segments and parses it, strictly.</summary>
[MemoryDiagnoser]
public class ReadBenchmarks
{
    private readonly SegmentPool _pool = new(new BufferBudget(1L << 30), new SegmentArrays(TimeProvider.System));
    private readonly ClientNetwork _client = ClientNetwork.Of(IPAddress.Loopback);
    private readonly MessageParser _parser = new();
    private readonly Message _message = new();
    private byte[] _bytes = [];

    [Params(300, 4 << 10, 1 << 20)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Fill() => _bytes = MicroCall.Of(Bytes);

    [Benchmark]
    public bool Parse() => _parser.Parse(new ReadOnlySequence<byte>(_bytes), _message) is null;

    [Benchmark]
    public bool ReadAndParse()
    {
        using var body = new RequestBody(_pool, _client);
        return body.TryReserve(SegmentPool.SizeFor(_bytes.Length)) && body.TryAppend(_bytes) && _parser.Parse(body.Bytes, _message) is null;
    }
}
