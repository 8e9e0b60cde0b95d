using System.Globalization;
using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Compilation;

public sealed class CompiledPolicyTests
{
    [Fact]
    public void It_knows_its_name_revision_and_modes()
    {
        var policy = Samples.Compile("""{ "version": "1", "default": "deny", "mode": "shadow", "denials": "hide" }""");
        Assert.Equal(("sample", Samples.Revision, "3f1c9a0b12cd"), (policy.Name, policy.Revision, policy.ShortRevision));
        Assert.Equal((PolicyMode.Shadow, true), (policy.Mode, policy.HidesDenials));
        Assert.False(Samples.Compile("""{ "version": "1", "default": "deny" }""").HidesDenials);
    }

    [Fact]
    public void Names_that_the_document_has_may_be_labels()
    {
        var policy = Samples.Compile("""{ "version": "1", "default": "allow", "hide": [ "h", "x*" ], "tools": { "a": {}, "g*": {} } }""");
        Assert.True(policy.NamesTool("a"));
        Assert.True(policy.NamesTool("h"));
        Assert.False(policy.NamesTool("get"));
        Assert.False(policy.NamesTool("g*"));
        Assert.False(policy.NamesTool("xy"));
    }

    [Theory]
    [InlineData("""{ "path": "args.x", "op": "eq", "value": 1 }""", false)]
    [InlineData("""{ "path": "tool", "op": "eq", "value": "t" }""", false)]
    [InlineData("""{ "path": "grant.id", "op": "eq", "value": "a" }""", true)]
    [InlineData("""{ "not": { "any": [ { "path": "grant.labels.a", "op": "eq", "value": "a" } ] } }""", true)]
    [InlineData("""{ "path": "tool", "op": "in", "value": { "path": "grant.labels.tools" } }""", true)]
    public void Lists_depend_on_the_caller_when_an_enforced_condition_reads_the_grant(string condition, bool expected)
    {
        Assert.Equal(expected, Samples.CompileRule($$"""{ "require": [ {{condition}} ] }""").ListingDependsOnCaller);
        Assert.Equal(expected, Samples.CompileRule($$"""{ "deny_if": [ {{condition}} ] }""").ListingDependsOnCaller);
        Assert.False(Samples.CompileRule($$"""{ "shadow": true, "deny_if": [ {{condition}} ] }""").ListingDependsOnCaller);
        Assert.False(Samples.CompileRule($$"""{ "approval": { "when": [ {{condition}} ] } }""").ListingDependsOnCaller);
        Assert.False(Samples.CompileRule($$"""{ "action": "deny", "require": [ {{condition}} ] }""").ListingDependsOnCaller);
        Assert.Equal(expected,
            Samples.Compile($$"""{ "version": "1", "default": "allow", "all_tools": { "require": [ {{condition}} ] """
                + $$"""} }""").ListingDependsOnCaller);
        Assert.False(
            Samples.Compile($$"""{ "version": "1", "default": "allow", "mode": "shadow", "all_tools": { "require": [ {{condition}} ] """
                + $$"""} }""").ListingDependsOnCaller);
    }

    [Fact]
    public void Thousands_of_names_are_found_without_trying_a_pattern()
    {
        var document = new PolicyDocument
        {
            Default = DefaultAction.Deny,
            Tools = [.. Enumerable.Range(0, 2_000).Select(i => Entry(string.Create(CultureInfo.InvariantCulture, $"tool-{i}")))],
        };
        var tools = ToolCompiler.Compile("p", document, ResultsCompiler.Compile(document));
        Assert.Equal(0, tools.GlobCount);
        Assert.True(tools.TryFind("tool-1999", out var rule));
        Assert.Equal("/tools/tool-1999", rule.Allowed.Rule);
        var more = document with { Tools = [.. document.Tools, Entry("x*")] };
        Assert.Equal(1, ToolCompiler.Compile("p", more, ResultsCompiler.Compile(more)).GlobCount);
    }

    [Fact]
    public void A_document_that_was_not_checked_errs_towards_denying()
    {
        var place = new SourcePlace("/tools/t", 1, 1);
        var each = new ValuePath(PathRoot.Arguments, null, [PathSegment.Member("l"), PathSegment.Each], PathFunction.None, "args.l[*]");
        ConditionDocument[] conditions =
        [
            new ConditionDocument.Leaf(each, ConditionOperator.Regex, null, place) { Value = new PolicyValue.Text("(") },
            new ConditionDocument.Leaf(each, ConditionOperator.Less, null, place) { Value = new PolicyValue.Text("1") },
            new ConditionDocument.Leaf(each, ConditionOperator.In, null, place) { Value = new PolicyValue.Text("1") },
            new ConditionDocument.Leaf(each, ConditionOperator.Type, null, place) { Value = new PolicyValue.Text("int") },
            new ConditionDocument.Leaf(each, ConditionOperator.Equal, null, place) { OtherPath = each },
            new ConditionDocument.Leaf(each, ConditionOperator.Equal, null, place),
        ];
        foreach (var condition in conditions)
        {
            var rule = new RuleDocument { Place = place, DenyIf = [condition] };
            var policy =
                PolicyCompiler.Compile("p", "r",
                new PolicyDocument { Default = DefaultAction.Deny, Tools = [new ToolEntry("t", rule, place)] });
            Assert.Equal(DecisionReason.Unevaluable, policy.Decide(Samples.Call("""{ "l": [ "1" ] }""")).Reason);
        }
    }

    [Theory]
    [InlineData("""{ "counter": "c", "window": "minute", "max": 10 }""", "at most 10 calls of t a minute")]
    [InlineData("""{ "counter": "c", "window": "day", "max": 1 }""", "at most 1 call of t a day")]
    [InlineData("""{ "counter": "c", "window": "15m", "max": 10 }""", "at most 10 calls of t in 15 minutes")]
    [InlineData("""{ "counter": "c", "window": "7d", "max": 10 }""", "at most 10 calls of t in 7 days")]
    [InlineData("""{ "counter": "c", "window": "90s", "max": 10 }""", "at most 10 calls of t in 90 seconds")]
    [InlineData("""{ "counter": "c", "window": "12h", "max": 10 }""", "at most 10 calls of t in 12 hours")]
    [InlineData("""{ "counter": "c", "algorithm": "concurrency", "max": 2 }""", "at most 2 calls of t at a time")]
    [InlineData("""{ "counter": "dollars", "window": "hour", "max": 2.50, "increment_from": "args.n", "increment_default": 1 }""",
        "at most 2.5 of 'dollars' by t an hour")]
    [InlineData("""{ "counter": "c", "window": "second", "max": 10, "on_deny": "Slowly." }""", "Slowly.")]
    public void A_limit_says_what_fits(string limit, string expected)
    {
        var call = Samples.Call();
        Samples.CompileRule($$"""{ "limits": [ {{limit}} ] }""").Decide(call);
        Assert.Equal(expected, call.Charges.Items[0].Limit.Message);
    }

    [Fact]
    public void A_limit_of_several_tools_names_none()
    {
        var call = Samples.Call();
        Samples.Compile(
            """{ "version": "1", "default": "allow", "all_tools": { "limits": [ { "counter": "c", "window": "minute", "max": 60 } ] } }""")
                .Decide(call);
        Assert.Equal("at most 60 calls a minute", call.Charges.Items[0].Limit.Message);
    }

    [Fact]
    public void A_token_bucket_has_a_capacity_and_a_count_for_each_maximum()
    {
        var ten = Charge("p", """{ "counter": "c", "window": "minute", "max": 10, "burst": 20, "algorithm": "token_bucket" }""");
        var same = Charge("p", """{ "counter": "c", "window": "minute", "max": 10.0, "algorithm": "token_bucket" }""");
        var other = Charge("p", """{ "counter": "c", "window": "minute", "max": 11, "algorithm": "token_bucket" }""");
        Assert.Equal((20m, 10m), (ten.Limit.Capacity, same.Limit.Capacity));
        Assert.Equal(ten.Key, same.Key);
        Assert.NotEqual(ten.Key, other.Key);
    }

    [Fact]
    public void A_count_is_of_its_policy_counter_window_algorithm_and_scope_whatever_the_maximum()
    {
        const string Limit = """{ "counter": "c", "window": "minute", "max": 10 }""";
        var key = Charge("p", Limit).Key;
        Assert.Equal(key, Charge("p", """{ "counter": "c", "window": "60s", "max": 11, "on_deny": "x", "increment": 2 }""").Key);
        Assert.NotEqual(key, Charge("q", Limit).Key);
        Assert.NotEqual(key, Charge("p", """{ "counter": "d", "window": "minute", "max": 10 }""").Key);
        Assert.NotEqual(key, Charge("p", """{ "counter": "c", "window": "hour", "max": 10 }""").Key);
        Assert.NotEqual(key, Charge("p", """{ "counter": "c", "window": "minute", "max": 10, "algorithm": "sliding" }""").Key);
        Assert.NotEqual(key, Charge("p", """{ "counter": "c", "window": "minute", "max": 10, "scope": "tool" }""").Key);
        Assert.NotEqual(
            Charge("p", """{ "counter": "c", "window": "minute", "max": 10, "scope": "args.a" }""").Key,
            Charge("p", """{ "counter": "c", "window": "minute", "max": 10, "scope": "args.b" }""").Key);
    }

    [Fact]
    public void Deciding_again_forgets_what_was_found_before()
    {
        var policy =
            Samples.CompileRule(
            """{ "deny_if": [ { "path": "args.x", "op": "exists", "value": true } ], "limits": [ { "counter": "c", "window": "minute","""
                + """ "max": 10 } ] }""");
        var call = Samples.Call();
        policy.Decide(call);
        policy.Decide(call);
        Assert.Equal(1, call.Charges.Items.Length);
        call.Arguments = Samples.Call("""{ "x": 1 }""").Arguments;
        policy.Decide(call);
        Assert.Equal(0, call.Charges.Items.Length);
    }

    private static ToolEntry Entry(string name)
    {
        var place = new SourcePlace($"/tools/{name}", 1, 1);
        return new ToolEntry(name, new RuleDocument { Place = place }, place);
    }

    private static (CompiledLimit Limit, string Key) Charge(string name, string limit)
    {
        var policy = $$"""{ "version": "1", "default": "deny", "tools": { "t": { "limits": [ {{limit}} ] } } }""";
        var reading = PolicyParser.Read("policy.json", Encoding.UTF8.GetBytes(policy));
        var call = Samples.Call();
        PolicyCompiler.Compile(name, Samples.Revision, reading.Document!).Decide(call);
        Charge charge = call.Charges.Items[0];
        return (charge.Limit, Samples.Keys(call)[0]);
    }
}
