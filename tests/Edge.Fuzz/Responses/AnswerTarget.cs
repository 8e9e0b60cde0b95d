using System.Buffers;
using Edge.Fuzz.Generation;
using Edge.Mcp.Responses;

namespace Edge.Fuzz.Responses;

/// <summary>Answers that are one JSON document.</summary>
internal sealed class AnswerTarget(ulong seed) : ResponseTarget(seed)
{
    public override string Name => "answers";

    protected override (char Names, char Same) Questions => ('a', 'u');

    public override byte[]? Filter(byte[] input, IReadOnlyList<int> ends, ListFilter filter)
    {
        var head = new JsonListHead(200, "application/json", null, input.Length);
        // The pieces are there at once, so nothing is waited for.
        using var body = new HeldAnswer(new PieceStream(input, ends), filter.Detect(), ArrayPool<byte>.Shared);
        if (!filter.Options.IsListExpected
            && !body.HoldAsync(filter.Options.MaxHeldBytes, CancellationToken.None).AsTask().GetAwaiter().GetResult())
            return PassOn(body);
        using var answer = JsonListBody.ReadAsync(body, head, filter, ArrayPool<byte>.Shared, CancellationToken.None).AsTask().GetAwaiter()
            .GetResult();
        return answer.Result.Status == ListFilterStatus.Withheld ? null : answer.Body.ToArray();
    }

    private static byte[] PassOn(HeldAnswer body)
    {
        var output = new MemoryStream();
        try
        {
            body.CopyToAsync(output).GetAwaiter().GetResult();
        }
        catch (ListTooLateException)
        {
            // What was passed on until then is what a caller sees.
            return output.ToArray();
        }

        return output.ToArray();
    }

    protected override byte[] Make(SplitMix dice) => AnswerInputs.Answer(dice);

    protected override IEnumerable<string> NamesIn(byte[] output) => NamesInAnswers.InJson(output);
}
