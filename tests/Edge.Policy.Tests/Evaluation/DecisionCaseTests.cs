using System.Text;
using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class DecisionCaseTests
{
    public static TheoryData<string> Names => [.. CaseFiles.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_is_decided_as_it_says(string name)
    {
        var one = CaseFiles.All[name];
        var policy = Samples.Compile(one.Policy.GetRawText());
        Assert.Multiple([
            .. one.Calls.Select<CallCase, Action>(call => () => Check(policy, call)),
            .. one.Listings.Select<ListingCase, Action>(listing => () => Check(policy, listing)),
            () => CheckCounts(policy, one),
        ]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_case_is_decided_alike_however_the_bytes_are_cut(string name)
    {
        var one = CaseFiles.All[name];
        var policy = Samples.Compile(one.Policy.GetRawText());
        foreach (var call in one.Calls.Where(call => call.Arguments is not null))
        {
            var whole = call.ToCall();
            var expected = policy.Decide(whole);
            foreach (var size in new[] { 1, 2, 3, 7, 64 })
            {
                var cut = call.ToCall();
                cut.Arguments = Samples.Split(cut.Arguments, size);
                Assert.Equal(expected, policy.Decide(cut));
                Assert.Equal(Samples.Describe(whole), Samples.Describe(cut));
                Assert.Equal(Samples.Keys(whole), Samples.Keys(cut));
            }
        }
    }

    [Theory]
    [InlineData("""[{ "name": "n", "policy": {}, "call": [] }]""")]
    [InlineData("""[{ "name": "n" }]""")]
    [InlineData("""[{ "name": "n", "name": "m", "policy": {} }]""")]
    [InlineData(
        """[{ "name": "n", "policy": {}, "calls": [{ "what": "w", "outcome": "deny", "reason": "denied", "rule": "", "raeson": "" }] }]""")]
    public void A_case_with_an_unknown_missing_or_repeated_member_is_an_error(string file)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(file));
        Assert.Throws<JsonException>(() => CaseFiles.Parse(stream));
    }

    private static void Check(CompiledPolicy policy, CallCase expected)
    {
        var call = expected.ToCall();
        var decision = policy.Decide(call);
        var outcome = decision.Outcome switch
        {
            DecisionOutcome.Allow => "allow",
            DecisionOutcome.ApprovalRequired => "approval_required",
            _ => "deny",
        };
        var mode = decision.Mode == PolicyMode.Shadow ? "shadow" : "enforce";
        Assert.Equal(
            $"{expected.What}: {expected.Outcome} {expected.Reason} {expected.Rule} {expected.Mode}",
            $"{expected.What}: {outcome} {decision.Reason.ToSlug()} {decision.Rule} {mode}");
        if (expected.Message is not null)
            Assert.Equal($"{expected.What}: {expected.Message}", $"{expected.What}: {decision.Message}");
        if (expected.Charges is not null)
            Assert.Equal(expected.Charges, Samples.Describe(call));
        Assert.Equal(decision.Outcome == DecisionOutcome.Allow, decision.Message is null);
    }

    private static void Check(CompiledPolicy policy, ListingCase expected)
    {
        var caller = Samples.Caller(expected.Grant, expected.Labels);
        var (name, listed) = expected switch
        {
            { Tool: { } tool } => (tool, policy.IsToolListed(tool, caller)),
            { Resource: { } uri } => (uri, policy.IsResourceListed(uri, caller)),
            _ => (expected.Prompt, policy.IsPromptListed(expected.Prompt!, caller)),
        };
        Assert.True(expected.Listed == listed, $"{name} is {(listed ? "" : "not ")}listed");
    }

    private static void CheckCounts(CompiledPolicy policy, DecisionCase one)
    {
        List<string> seen = [];
        foreach (var group in one.Counts)
        {
            var keys = group.Select(what => FirstKey(policy, one.Calls.Single(call => call.What == what))).Distinct().ToList();
            Assert.True(keys.Count == 1, $"{string.Join(", ", group)} have {keys.Count} counts");
            Assert.DoesNotContain(keys[0], seen);
            seen.Add(keys[0]);
        }
    }

    private static string FirstKey(CompiledPolicy policy, CallCase expected)
    {
        var call = expected.ToCall();
        policy.Decide(call);
        return Samples.Keys(call)[0];
    }
}
