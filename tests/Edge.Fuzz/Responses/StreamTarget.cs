using System.Buffers;
using Edge.Fuzz.Generation;
using Edge.Mcp.Responses;

namespace Edge.Fuzz.Responses;

/// <summary>Answers that are event streams.</summary>
internal sealed class StreamTarget(ulong seed) : ResponseTarget(seed)
{
    public override string Name => "streams";

    protected override (char Names, char Same) Questions => ('s', 'v');

    public override byte[]? Filter(byte[] input, IReadOnlyList<int> ends, ListFilter filter)
    {
        using var output = new PooledBuffer(ArrayPool<byte>.Shared);
        using var events = new SseListFilter(filter, "7"u8.ToArray(), ArrayPool<byte>.Shared);
        var start = 0;
        foreach (var end in ends)
        {
            events.Write(input.AsSpan(start, end - start), output);
            start = end;
        }

        return output.Span.ToArray();
    }

    protected override byte[] Make(SplitMix dice) => AnswerInputs.Stream(dice);

    protected override IEnumerable<string> NamesIn(byte[] output) => NamesInAnswers.InStream(output);
}
