using System.Buffers;
using System.Text;
using Edge.Fuzz.Policies;
using Edge.Fuzz.Requests;
using Edge.Fuzz.Responses;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Documents;

namespace Edge.Fuzz.Corpus;

/// <summary>What Edge makes of an input of the corpus, as lines.</summary>
internal static class CorpusOutcome
{
    // Kind, method, id, target, revision and arguments; the paths behind them are compared, not written down.
    private const int Fields = 6;

    public static IReadOnlyList<string> Of(string folder, byte[] input) => folder switch
    {
        "requests" => OfRequest(input),
        "policies" => OfPolicy(input),
        "sse" => OfStream(input),
        _ => throw new ArgumentException($"no folder of the corpus: {folder}", nameof(folder)),
    };

    private static string[] OfRequest(byte[] input) =>
        new EdgeReader().Read(new ReadOnlySequence<byte>(input), out var fields) is { } refusal ? [$"refused: {refusal.Reason.Slug()}"]
        : fields[..Fields];

    private static IReadOnlyList<string> OfPolicy(byte[] input)
    {
        if (PolicyTarget.Check(input, out var reading) is { } wrong)
            return [wrong];
        var lines =
            reading.Diagnostics.Select(
            diagnostic => $"{diagnostic.Line}:{diagnostic.Column} {(diagnostic.Severity == Severity.Error ? "error"
                : "warning")} {diagnostic.Code}");
        return [reading.Document is null ? "refused" : "good", .. lines];
    }

    private static string[] OfStream(byte[] input)
    {
        var filter = new ListFilter(new ListFilterOptions { Predicate = new NoHidden() });
        var output = new StreamTarget(0).Filter(input, [input.Length], filter) ?? [];
        return Encoding.UTF8.GetString(output).Split('\n');
    }
}
