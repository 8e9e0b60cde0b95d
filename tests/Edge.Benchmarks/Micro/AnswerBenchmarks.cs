using System.Buffers;
using BenchmarkDotNet.Attributes;
using Edge.Gateway.Enforcement.Denials;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Calls;

namespace Edge.Benchmarks.Micro;

/// <summary>What an answer costs: an event that passes and is observed, one that is looked through for lists, and a denial.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private static readonly byte[] s_event =
        "event: message\ndata: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":1,\"progress\":17,\"message\":\"step 17 of 100\"}}\n\n"u8.ToArray();

    private readonly OutcomeScanner _scanner = new(ResponseFormat.EventStream);
    private readonly PooledBuffer _output = new(ArrayPool<byte>.Shared);
    private readonly SseListFilter _filter = new(new ListFilter(new ListFilterOptions { Predicate = new Everything() }), default,
        ArrayPool<byte>.Shared);
    private readonly Message _message = new();
    private readonly Denial _denial = new(
        new Decision
        {
            Outcome = DecisionOutcome.Deny,
            Reason = DecisionReason.ConditionFailed,
            Rule = "/tools/t/require/0",
            Message = "one GPU at most"
        },
        "01K00000000000000000000000", "runpod", "3f1c9a0b12cd", null, null);

    [GlobalSetup]
    public void Parse() => new MessageParser().Parse(new ReadOnlySequence<byte>(MicroCall.Of(300)), _message);

    [Benchmark]
    public long ObservedEvent()
    {
        _scanner.Write(s_event);
        return _scanner.Bytes;
    }

    [Benchmark]
    public int FilteredEvent()
    {
        _filter.Write(s_event, _output);
        var length = _output.Length;
        _output.Release();
        return length;
    }

    [Benchmark]
    public int DenialBytes() => DenialBody.ToolError(_denial, _message.AnswerId).Length;

    private sealed class Everything : IListPredicate
    {
        public bool IsListed(ListKind kind, string name) => true;
    }
}
