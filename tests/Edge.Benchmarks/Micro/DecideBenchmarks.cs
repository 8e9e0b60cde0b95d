using System.Buffers;
using System.Text;
using BenchmarkDotNet.Attributes;
using Edge.Benchmarks.Gateways;
using Edge.Gateway.Policies;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Policy.Evaluation;
using Edge.Policy.Limits;

namespace Edge.Benchmarks.Micro;

/// <summary>Asks a policy about a call of 300 bytes: rules and conditions, and one limit where there is one.</summary>
[MemoryDiagnoser]
public class DecideBenchmarks
{
    private readonly MessageParser _parser = new();
    private readonly Message _message = new();
    private readonly Call _call = new();
    private readonly MemoryLimitStore _store = new(TimeProvider.System, maxBytes: 1L << 30);
    private byte[] _bytes = [];
    private CompiledPolicy _policy = null!;

    [Params("1 tool", "70 tools", "2,000 tools", "1 limit", "6 conditions", "6 conditions and 1 limit", "shipped")]
    public string Policy { get; set; } = "";

    [GlobalSetup]
    public void Compile()
    {
        _policy = PolicyLoader.Compile("bench", "bench.json", Encoding.UTF8.GetBytes(BenchPolicies.TextOf(Policy))).Policy!;
        _bytes = MicroCall.Of(300, Policy == "shipped" ? "endpoint-health" : "tool-0");
        if (!ReadAndDecide())
            throw new InvalidOperationException($"'{Policy}' denies what is measured");
    }

    [GlobalCleanup]
    public void Close() => _store.Dispose();

    /// <summary>The decision alone, limits taken and given up.</summary>
    [Benchmark]
    public bool Decide()
    {
        var decision = _policy.Decide(_call);
        if (_call.Charges.Items.Length == 0)
            return decision.Forwards;
        var reservation = Reservation.Of(_call.Charges);
        var taking = _store.TakeAsync(reservation, CancellationToken.None);
        if (!taking.IsCompletedSuccessfully)
            throw new InvalidOperationException("memory kept a decision waiting");
        taking.GetAwaiter().GetResult();
        var taken = reservation.IsTaken;
        _store.End(reservation, ReservationEnd.Completed);
        return taken;
    }

    /// <summary>From the bytes of the message to its decision.</summary>
    [Benchmark]
    public bool ReadAndDecide()
    {
        if (_parser.Parse(new ReadOnlySequence<byte>(_bytes), _message) is not null)
            return false;
        (_call.Method, _call.Tool, _call.Arguments) = (_message.Method, _message.ToolName, _message.Arguments);
        return Decide();
    }
}
