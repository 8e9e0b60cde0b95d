using System.Buffers;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Running;
using Edge.Mcp.Requests;
using Edge.Testing;

namespace Edge.Fuzz.Requests;

/// <summary>
/// Bodies of requests: Edge reads the same bytes alike in one segment and in many, and what it accepts every other reader reads as the same
/// method, id, name and arguments, and sees the same at every path that a condition may look at.
/// </summary>
internal sealed class RequestTarget(ulong seed) : FuzzTarget(seed)
{
    public override string Name => "requests";

    public override int Share => 1;

    /// <summary>Judges one body without a run, for the corpus; the differences, none if all agree.</summary>
    public static async Task<IReadOnlyList<string>> JudgeAsync(byte[] body, SplitMix dice, Lane lane)
    {
        var tally = new Tally();
        await JudgeAsync("requests", [(0, body)], _ => dice, lane, tally);
        return [.. tally.Findings.Select(finding => finding.What)];
    }

    protected override Task JudgeAsync(long first, int count, Lane lane, Tally tally)
    {
        var inputs = new (long, byte[])[count];
        var dice = new SplitMix[count];
        for (var i = 0; i < count; i++)
        {
            dice[i] = Dice(first + i);
            inputs[i] = (first + i, RequestInputs.Make(dice[i]));
        }

        return JudgeAsync(Name, inputs, index => dice[index - first], lane, tally);
    }

    private static async Task JudgeAsync(
        string name, IReadOnlyList<(long Index, byte[] Body)> inputs, Func<long, SplitMix> diceOf, Lane lane, Tally tally)
    {
        var reader = new EdgeReader();
        var accepted = new List<(long Index, byte[] Body, string[] Edge)>();
        foreach (var (index, body) in inputs)
        {
            if (ReadWith(reader, name, index, body, diceOf(index), tally) is { } fields)
                accepted.Add((index, body, fields));
        }

        tally.Count($"{name}: accepted", accepted.Count);
        var asked = lane.AskAllAsync('q', [.. accepted.Select(input => input.Body)]);
        // While the others read.
        var documents = accepted.ConvertAll(input => RequestComparison.ReadDocument(input.Body));
        var answers = await asked;
        for (var i = 0; i < accepted.Count; i++)
        {
            var (index, body, edge) = accepted[i];
            if (RequestComparison.Difference(edge, documents[i]) is { } difference)
                tally.Add(new Finding(name, index, difference, body));
            foreach (var (language, read) in answers)
            {
                if (RequestComparison.Difference(edge, documents[i], language, read[i]) is { } other)
                    tally.Add(new Finding(name, index, other, body));
            }
        }
    }

    private static string[]? ReadWith(EdgeReader reader, string name, long index, byte[] body, SplitMix dice, Tally tally)
    {
        try
        {
            var refusal = reader.Read(new ReadOnlySequence<byte>(body), out var fields);
            var whole = refusal is null ? string.Join('\n', fields) : $"{refusal.Reason.Slug()}: {refusal.Message}";
            var cut = reader.Describe(Segments.Cut(body, Cuts.Of(dice, body.Length)));
            if (cut != whole)
                tally.Add(new Finding(name, index, $"in one segment: {whole}, in several: {cut}", body));
            if (refusal is null)
                return fields;
            tally.Refused(name, refusal.Reason.Slug(), refusal.Message);
        }
        catch (Exception error)
        {
            tally.Add(new Finding(name, index, $"Edge's reader threw: {error}", body));
        }

        return null;
    }
}
