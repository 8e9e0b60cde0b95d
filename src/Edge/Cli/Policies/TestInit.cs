// Only written here: no text of others is read into nodes.
#pragma warning disable RS0030
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Edge.Gateway.Settings;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Testing;
using Edge.Policy.Text;

namespace Edge.Cli.Policies;

/// <summary>
/// Writes a first file of tests for a policy: for each rule a call that passes and one that does not. They say what the policy does, not
/// what it should do: that is for a person to read.
/// </summary>
internal static class TestInit
{
    private const int MaxHistory = 100;

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes a file beside each policy.</summary>
    public static int Run(IReadOnlyList<string> policies, bool force, TextWriter output, TextWriter error)
    {
        var code = ExitCode.Good;
        foreach (var path in policies)
        {
            try
            {
                var policy = PolicyFile.Load(path);
                var target = Path.ChangeExtension(path, ".test.json");
                var (tests, missing) = Tests(policy);
                var file = new JsonObject { ["policy"] = Path.GetFileName(path), ["tests"] = tests };
                using (var stream = new FileStream(target, force ? FileMode.Create : FileMode.CreateNew))
                    stream.Write(Encoding.UTF8.GetBytes(file.ToJsonString(Indented).ReplaceLineEndings("\n") + "\n"));
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{target}: {tests.Count} tests"));
                foreach (var line in missing)
                    error.WriteLine(line);
            }
            catch (StartupException e)
            {
                code = ExitCode.WrongInput;
                foreach (var line in e.Lines)
                    error.WriteLine(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                code = ExitCode.WrongInput;
                error.WriteLine($"{Path.ChangeExtension(path, ".test.json")}: error test_file_write: {e.Message.TrimEnd('.')} "
                    + "(--force overwrites a file that exists)");
            }
        }

        return code;
    }

    private static (JsonArray Tests, List<string> Missing) Tests(PolicyFile policy)
    {
        var tests = new JsonArray();
        List<string> missing = [];
        foreach (var entry in policy.Document.Tools)
        {
            var tool = entry.Pattern.Replace("*", "x", StringComparison.Ordinal);
            var samples = new RuleSamples(policy.Document, policy.Policy, entry.Rule, tool);
            var passing = samples.FindPassing();
            if (passing is not null)
                Add(policy, tests, $"{entry.Pattern}: passes", tool, passing, []);
            if (samples.Around(passing ?? []).FirstOrDefault(one => samples.Decide(one).Outcome == DecisionOutcome.Deny) is { } failing)
                Add(policy, tests, $"{entry.Pattern}: does not pass", tool, failing, []);
            else if (passing is not null && Room(entry.Rule) is { } room && samples.Decide(passing).Outcome == DecisionOutcome.Allow)
                Add(policy, tests, $"{entry.Pattern}: one call too many", tool, passing, Enumerable.Repeat(passing, room));
            else
                missing.Add(Missing(policy, entry, "does not pass"));
            if (passing is null && entry.Rule.Action != RuleAction.Deny)
                missing.Add(Missing(policy, entry, "passes"));
        }

        return (tests, missing);
    }

    private static int? Room(RuleDocument rule) => rule.Limits
        .Where(limit => limit.Algorithm != LimitAlgorithm.Concurrency
            && limit is { Increment: 1, IncrementFrom: null, IncrementTable: null })
        .Select(limit => (int?)Math.Ceiling(limit.Burst ?? limit.Max)).Where(max => max <= MaxHistory).Min();

    private static string Missing(PolicyFile policy, ToolEntry entry, string what) => string.Create(CultureInfo.InvariantCulture,
        $"{policy.Path}:{entry.Place.Line}:{entry.Place.Column}: note: no call of {UserText.Quote(entry.Pattern)} was found that {what}: "
        + $"write one");

    private static void Add(
        PolicyFile policy, JsonArray tests, string name, string tool, JsonObject arguments, IEnumerable<JsonObject> history)
    {
        using var simulator = new CallSimulator(policy.Policy);
        var call = new SampleCall(tool, RuleSamples.Bytes(arguments));
        var test = new JsonObject { ["name"] = name, ["call"] = Call(tool, arguments) };
        var earlier = new JsonArray();
        foreach (var one in history)
        {
            simulator.Decide(PolicyTestRunner.CallOf(call, Caller.Anonymous), SetClock.DefaultTime);
            var item = Call(tool, one);
            item["at"] = "2026-01-01T00:00:00Z";
            earlier.Add(item);
        }

        if (earlier.Count > 0)
            test["history"] = earlier;
        var decision = simulator.Decide(PolicyTestRunner.CallOf(call, Caller.Anonymous), SetClock.DefaultTime).Decision;
        test["expect"] = new JsonObject
        {
            ["decision"] = decision.Outcome.ToSlug(),
            ["rule"] = decision.Rule,
            ["reason"] = decision.Reason.ToSlug(),
        };
        tests.Add(test);
    }

    private static JsonObject Call(string tool, JsonObject arguments) => new() { ["tool"] = tool, ["arguments"] = arguments.DeepClone() };
}
