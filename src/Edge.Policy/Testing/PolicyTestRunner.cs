using System.Buffers;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Testing;

/// <summary>Runs tests of one policy and notes which of its places they reached. Not thread-safe.</summary>
/// <param name="document">The policy as written.</param>
/// <param name="policy">The same policy as run.</param>
internal sealed class PolicyTestRunner(PolicyDocument document, CompiledPolicy policy)
{
    private readonly PolicyExplainer _explainer = new(document, policy);

    /// <summary>Which places the tests that were run have reached.</summary>
    public PolicyCoverage Coverage { get; } = new(document);

    /// <summary>
    /// Runs a test: (1) its history, whose calls take from limits at their times and end at once, (2) its call, (3) the comparison.
    /// </summary>
    public PolicyTestResult Run(PolicyTest test)
    {
        ArgumentNullException.ThrowIfNull(test);
        using var simulator = new CallSimulator(policy);
        // 1: the history
        foreach (var (earlier, at) in test.History)
            simulator.Decide(CallOf(earlier, test.Caller), at);

        // 2: the call
        var call = CallOf(test.Call, test.Caller);
        var decided = simulator.Decide(call, test.At);
        Coverage.Add(_explainer.Explain(call, decided));

        // 3: the comparison
        List<string> failures = [];
        var (expected, decision) = (test.Expected, decided.Decision);
        Compare("decision", expected.Decision, decision.Outcome.ToSlug(), failures);
        Compare("reason", expected.Reason, decision.Reason.ToSlug(), failures);
        Compare("rule", expected.Rule, decision.Rule, failures);
        return new PolicyTestResult(test, decision, failures);
    }

    /// <summary>The call as the engine takes it.</summary>
    public static Call CallOf(SampleCall sample, Caller caller) => new()
    {
        Method = PublishedMethods.ToolsCall,
        Tool = sample.Tool,
        Arguments = new ReadOnlySequence<byte>(sample.Arguments),
        Caller = caller,
    };

    private static void Compare(string what, string? expected, string found, List<string> failures)
    {
        if (expected is not null && expected != found)
            failures.Add($"expected the {what} '{expected}', found '{found}'");
    }
}
