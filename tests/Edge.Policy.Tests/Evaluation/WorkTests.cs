using System.Buffers;
using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Evaluation;
using Edge.Policy.Tests.Cases;
using Edge.Testing;
using Edge.Testing.Cost;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

/// <summary>How much work a call may take (docs/decisions/0021), counted in steps.</summary>
public sealed class WorkTests
{
    private const string HeavyPattern = "([ab]{1,20}a){3}c";

    private static readonly CompiledPolicy s_nasty = Samples.Compile(NastyPolicy.Text);

    private static readonly CompiledPolicy s_shipped =
        Samples.Compile(File.ReadAllText(Path.Combine(Repository.Root, "config", "policies", "runpod.json")));

    public static TheoryData<string> Shapes => [.. CostShapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_shape_takes_more_work_than_its_size_allows(string name)
    {
        foreach (var size in new[] { 1_000, 100_000 })
        {
            var value = CostShapes.All.Single(shape => shape.Name == name).Make(size);
            AssertBounded(s_nasty, "t", $$"""{"v":{{value}},"w0":{{value}}}""");
            AssertBounded(s_shipped, "get-pod", $$"""{"podId":"abc","gpuTypeIds":{{value}}}""");
            AssertBounded(s_shipped, "create-pod", $$$"""{"body":{{{value}}}}""");
            AssertBounded(s_shipped, "create-pod", $$$"""{"body":{"image":"a","ports":{{{value}}},"env":{{{value}}}}}""");
            AssertBounded(s_shipped, "runsync-endpoint", $$"""{"endpointId":"abcdef","input":{{value}}}""");
        }
    }

    [Fact]
    public void A_list_is_looked_at_only_until_its_value_is_certain()
    {
        var elements = string.Join(',', Enumerable.Repeat("1", 100_000));
        foreach (var rule in new[]
        {
            """{ "require": [ { "path": "args.v[*]", "op": "in", "value": [ "a", "b" ] } ] }""",
            """{ "deny_if": [ { "path": "args.v[*]", "op": "in", "value": [ 1 ] } ] }""",
            """{ "require": [ { "path": "args.v[*]", "op": "eq", "value": 1 }, { "path": "args.v[*]", "op": "eq", "value": 2 } ] }""",
        })
        {
            var policy = Samples.CompileRule(rule);
            var first = Decide(policy, """{"v":[1]}""");
            var all = Decide(policy, $$"""{"v":[{{elements}}]}""");
            Assert.False(all.Decision.Forwards);
            if (!rule.Contains("\"value\": 2", StringComparison.Ordinal))
                Assert.InRange(all.Work, 1, first.Work + 100);
        }
    }

    [Fact]
    public void What_is_behind_the_decisive_element_still_counts_for_every_other_condition()
    {
        var policy = Samples.CompileRule("""
            { "require": [ { "any": [ { "path": "args.v[*]", "op": "eq", "value": 1 }, { "path": "args.ok", "op": "eq", "value": true } ] }
              ],
              "deny_if": [ { "path": "args.v[*]", "op": "eq", "value": 3 }, { "path": "args.v[3]", "op": "eq", "value": 4 } ] }
            """);
        Assert.Equal("/tools/t/deny_if/0", Decide(policy, """{"v":[1,2,3,5],"ok":true}""").Decision.Rule);
        Assert.Equal("/tools/t/deny_if/1", Decide(policy, """{"v":[2,2,2,4],"ok":true}""").Decision.Rule);
        Assert.Equal(DecisionOutcome.Allow, Decide(policy, """{"v":[2,2,2,5],"ok":true}""").Decision.Outcome);
    }

    [Fact]
    public void A_long_list_of_the_policy_costs_as_much_as_a_short_one()
    {
        var work = new[] { 2, 5_000 }.Select(items => Decide(
            Samples.CompileRule($$"""{ "require": [ { "path": "args.v[*]", "op": "in", "value": """
                + $$"""[ {{string.Join(',', Enumerable.Range(0, items).Select(i => $"\"n{i}\""))}} ] } ] }"""),
            $$"""{"v":[{{string.Join(',', Enumerable.Repeat("\"n1\"", 1_000))}}]}""")).ToList();
        Assert.All(work, w => Assert.Equal(DecisionOutcome.Allow, w.Decision.Outcome));
        Assert.Equal(work[0].Work, work[1].Work);
    }

    [Fact]
    public void One_budget_holds_for_all_searches_of_a_call_and_the_rule_that_exceeds_it_is_named()
    {
        var policy = Samples.CompileRule($$"""
            { "deny_if": [ { "path": "args.first", "op": "eq", "value": 1 }, { "path": "args.texts[*]", "op": "regex",
              "value": "{{HeavyPattern}}" } ] }
            """);
        var text = '"' + NastyPolicy.Heavy(5_000) + '"';
        Assert.Equal(DecisionOutcome.Allow, Decide(policy, $$"""{"texts":[{{text}}]}""").Decision.Outcome);
        var many = Decide(policy, $$"""{"texts":[{{string.Join(',', Enumerable.Repeat(text, 20))}}]}""");
        Assert.Equal((DecisionReason.Unevaluable, "/tools/t/deny_if/1"), (many.Decision.Reason, many.Decision.Rule));
        Assert.Equal("'args.texts[*]' cannot be checked as it was sent", many.Decision.Message);
    }

    [Fact]
    public void What_was_not_looked_at_for_want_of_work_never_passes()
    {
        var spent = $$"""{ "any": [ { "not": { "path": "args.texts[*]", "op": "regex", "value": "{{HeavyPattern}}" } }, """
            + $$"""{ "path": "args.ok", "op": "eq", "value": true } ] }""";
        var texts = string.Join(',', Enumerable.Repeat('"' + NastyPolicy.Heavy(20_000) + '"', 20));
        foreach (var condition in new[]
        {
            """{ "path": "args.x", "op": "exists", "value": true }""",
            """{ "path": "args.x.y", "op": "exists", "value": true }""",
            """{ "path": "args.keys()", "op": "contains", "value": "x" }""",
            """{ "path": "args.keys()[*]", "op": "eq", "value": "x" }""",
            """{ "path": "args.list[*]", "op": "eq", "value": 1 }""",
            """{ "path": "args.list[1]", "op": "eq", "value": 1 }""",
            """{ "not": { "path": "args.list[*]", "op": "neq", "value": 1 } }""",
        })
        {
            var policy = Samples.CompileRule($$"""{ "require": [ {{spent}} ], "deny_if": [ {{condition}} ] }""");
            const string Rest = "\"x\":{\"y\":1},\"list\":[2,1]";
            Assert.Equal(DecisionReason.ConditionMatched, Decide(policy, $$"""{"ok":true,{{Rest}}}""").Decision.Reason);
            var decision = Decide(policy, $$"""{"ok":true,"texts":[{{texts}}],{{Rest}}}""").Decision;
            Assert.Equal((DecisionReason.Unevaluable, "/tools/t/deny_if/0"), (decision.Reason, decision.Rule));
        }
    }

    [Fact]
    public void A_cost_that_takes_too_much_work_to_find_is_unevaluable()
    {
        var limits = string.Join(',', Enumerable.Range(0, 200)
            .Select(i => $$"""{ "counter": "c{{i}}", "window": "minute", "max": 10, "increment_from": "args.n" }"""));
        var policy = Samples.CompileRule($$"""{ "limits": [ {{limits}} ] }""");
        Assert.Equal(DecisionOutcome.Allow, Decide(policy, """{"n":1.0}""").Decision.Outcome);
        Assert.Equal(DecisionReason.Unevaluable, Decide(policy, $$"""{"n":1.{{new string('0', 400_000)}}}""").Decision.Reason);
    }

    [Theory]
    [InlineData(1_000, 3)]
    [InlineData(64 * 1024, 14)]
    [InlineData(20_000_000, 220)]
    public void The_work_of_a_call_takes_so_many_milliseconds_where_a_step_takes_ten_nanoseconds(long bytes, long milliseconds) =>
        Assert.InRange(WorkBudget.Of(bytes) / 100_000, 0, milliseconds);

    [Fact]
    public void A_number_is_read_once_for_all_of_its_tests()
    {
        var work = new[] { 1, 21 }.Select(tests => Decide(
            Samples.CompileRule($$"""{ "require": """
                + $$"""[ {{string.Join(',', Enumerable.Range(0, tests)
                    .Select(i => $$"""{ "path": "args.v[*]", "op": "gt", "value": {{-i}} }"""))}} ] }"""),
            """{"v":[0.1234567890123456,1234567890.123456]}""")).ToList();
        Assert.All(work, w => Assert.Equal(DecisionOutcome.Allow, w.Decision.Outcome));
        Assert.InRange(work[1].Work - work[0].Work, 1, 2 * 20 * (WorkBudget.Test + 1));
    }

    [Fact]
    public void Megabytes_of_text_in_which_nothing_begins_are_searched()
    {
        var policy =
            Samples.CompileRule("""{ "deny_if": [ { "path": "args.v[*]", "op": "regex", "value": "(?i)\\b(zebra|yak)s?\\b" } ] }""");
        var text = '"' + string.Concat(Enumerable.Repeat("The quick brown fox jumps over the dog. ", 1600)) + '"';
        var texts = string.Join(',', Enumerable.Repeat(text, 100));
        Assert.Equal(DecisionOutcome.Allow, Decide(policy, $$"""{"v":[{{texts}}]}""").Decision.Outcome);
        Assert.Equal(DecisionReason.ConditionMatched, Decide(policy, $$"""{"v":[{{texts}},"Two YAKS."]}""").Decision.Reason);
    }

    [Fact]
    public void A_text_with_many_line_breaks_is_looked_through_for_many_parts()
    {
        var parts = string.Join(',', Enumerable.Range(0, 10)
            .Select(i => $$"""{ "path": "args.v", "op": "contains", "value": "password {{i}}" }"""));
        var policy = Samples.CompileRule($$"""{ "deny_if": [ {{parts}} ] }""");
        var text = string.Concat(Enumerable.Repeat("A line of ordinary text, as a file has it.\\n", 50_000));
        Assert.Equal(DecisionOutcome.Allow, Decide(policy, $$"""{"v":"{{text}}"}""").Decision.Outcome);
    }

    private static void AssertBounded(CompiledPolicy policy, string tool, string arguments)
    {
        var (_, work, bytes) = Decide(policy, arguments, tool);
        // What begins within the budget may end beyond it: one pass over the bytes, one character of a search, one rule's paths.
        Assert.InRange(work, 0, WorkBudget.Of(bytes) + bytes + 20_000);
    }

    private static (Decision Decision, long Work, long Bytes) Decide(CompiledPolicy policy, string arguments, string tool = "t")
    {
        var call = Samples.Call(tool: tool);
        call.Arguments = Samples.Split(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)), 64 * 1024);
        var decision = policy.Decide(call);
        return (decision, call.Work, call.Arguments.Length);
    }
}
