using System.Buffers;
using Edge.Fuzz.Generation;
using Edge.Fuzz.Readers;
using Edge.Fuzz.Running;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Parsing;
using Edge.Testing;

namespace Edge.Fuzz.Policies;

/// <summary>
/// Policy files: the parser answers with a document or with a mistake that has a place inside the file, twice the same; and what compiles
/// decides on any call without throwing, twice the same, however the arguments are cut.
/// </summary>
internal sealed class PolicyTarget(ulong seed) : FuzzTarget(seed)
{
    private const int CallsPerBatch = 40;
    private const int CallsPerPolicy = 5;
    private const string Revision = "3f1c9a0b12cd3f1c9a0b12cd3f1c9a0b12cd3f1c9a0b12cd3f1c9a0b12cd3f1c";

    private static readonly string[] Tools = ["t", "T", "get-pod", "list-endpoints", "create-pod", "run-endpoint", "a/b.c", "unknown"];

    public override string Name => "policies";

    public override int Share => 20;

    public override int BatchSize => 100;

    /// <summary>What is wrong with the reading of a file, or null; and the codes that it was answered with.</summary>
    public static string? Check(byte[] policy, out PolicyReading reading)
    {
        reading = PolicyParser.Read("policy.json", policy);
        var again = PolicyParser.Read("policy.json", policy);
        if (reading.Document is null != reading.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error))
            return "there is neither a document nor an error, or both";
        if (!reading.Diagnostics.SequenceEqual(again.Diagnostics))
            return "it is read in two ways";
        var lines = 1 + policy.Count(b => b is (byte)'\n' or (byte)'\r');
        foreach (var diagnostic in reading.Diagnostics)
        {
            if (diagnostic.Line < 1 || diagnostic.Line > lines || diagnostic.Column < 1 || diagnostic.Column > policy.Length + 1)
                return $"the place is outside of the file: {diagnostic}";
            if (diagnostic.ToString().Any(char.IsControl))
                return $"the message has control characters: {diagnostic}";
        }

        return null;
    }

    /// <summary>What is wrong with the decisions of a policy on some calls, or null.</summary>
    public static string? Check(CompiledPolicy policy, IEnumerable<byte[]> calls, SplitMix dice)
    {
        foreach (var arguments in calls)
        {
            var tool = dice.Of(Tools);
            var first = Decide(policy, tool, new ReadOnlySequence<byte>(arguments));
            var second = Decide(policy, tool, Segments.Cut(arguments, Cuts.Of(dice, arguments.Length)));
            if (first != second)
                return $"a call of {tool} is decided in two ways: {first} and {second}";
        }

        return null;
    }

    protected override Task JudgeAsync(long first, int count, Lane lane, Tally tally)
    {
        var calls = Calls(Dice(first));
        for (var index = first; index < first + count; index++)
        {
            var dice = Dice(index);
            var policy = new PolicyInputs(dice).Make();
            try
            {
                if ((Check(policy, out var reading) ?? Decide(reading, calls, dice, tally)) is { } wrong)
                    tally.Add(new Finding(Name, index, wrong, policy));
                tally.Count($"{Name}: {(reading.Document is null ? "refused" : "accepted")}");
            }
            catch (Exception error)
            {
                tally.Add(new Finding(Name, index, $"Edge threw: {error}", policy));
            }
        }

        return Task.CompletedTask;
    }

    private static string? Decide(PolicyReading reading, byte[][] calls, SplitMix dice, Tally tally)
    {
        if (reading.Document is null)
            return null;
        var policy = PolicyCompiler.Compile("fuzzed", Revision, reading.Document);
        tally.Count("policies: decisions", 2 * CallsPerPolicy);
        return Check(policy, Enumerable.Range(0, CallsPerPolicy).Select(_ => dice.Of<byte[]>(calls)), dice);
    }

    private static (DecisionOutcome Outcome, DecisionReason Reason, string Rule, string? Message, string Charges) Decide(
        CompiledPolicy policy, string tool, ReadOnlySequence<byte> arguments)
    {
        var call = new Call { Method = "tools/call", Tool = tool, Arguments = arguments };
        var decision = policy.Decide(call);
        return (decision.Outcome, decision.Reason, decision.Rule, decision.Message, Convert.ToHexString(call.Charges.Keys));
    }

    // Arguments that Edge's reader let through.
    private static byte[][] Calls(SplitMix dice)
    {
        var reader = new MessageParser();
        var message = new Message();
        var calls = new List<byte[]> { Array.Empty<byte>() };
        while (calls.Count < CallsPerBatch)
        {
            var request = new Node.Map().Add("jsonrpc", new Node.Text("2.0")).Add("id", new Node.Token("1"))
                .Add("method", new Node.Text("tools/call"))
                .Add("params", new Node.Map().Add("name", new Node.Text("t")).Add("arguments", new Values(dice).Map(4)));
            if (reader.Parse(new ReadOnlySequence<byte>(new Scribe(dice).Write(request)), message) is null)
                calls.Add(message.Arguments.ToArray());
        }

        return [.. calls];
    }
}
