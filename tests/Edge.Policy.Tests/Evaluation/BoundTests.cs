using System.Buffers;
using System.Globalization;
using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class BoundTests
{
    [Theory]
    [InlineData(64 * 1024, DecisionReason.Allowed)]
    [InlineData((64 * 1024) + 1, DecisionReason.Unevaluable)]
    public void A_regex_reads_strings_of_at_most_64_KiB(int length, DecisionReason expected)
    {
        var policy = Samples.CompileRule("""{ "require": [ { "path": "args.v", "op": "regex", "value": "a$" } ] }""");
        foreach (var letter in new[] { "a", "\\u0061" })
        {
            var text = string.Concat(Enumerable.Repeat(letter, length));
            Assert.Equal(expected, policy.Decide(Samples.Call($$"""{ "v": "{{text}}" }""")).Reason);
        }
    }

    [Theory]
    [InlineData(1024, DecisionReason.Allowed)]
    [InlineData(1025, DecisionReason.Unevaluable)]
    public void A_part_that_was_sent_is_looked_for_up_to_1_KiB(int length, DecisionReason expected)
    {
        var policy = Samples.CompileRule("""{ "require": [ { "path": "args.v", "op": "contains", "value": { "path": "args.part" } } ] }""");
        var part = new string('a', length);
        Assert.Equal(expected, policy.Decide(Samples.Call($$"""{ "v": "b{{part}}", "part": "{{part}}" }""")).Reason);
    }

    [Theory]
    [InlineData(4096, DecisionReason.Allowed)]
    [InlineData(4097, DecisionReason.Unevaluable)]
    public void Two_objects_that_were_sent_are_compared_up_to_4_KiB(int size, DecisionReason expected)
    {
        var policy = Samples.CompileRule("""{ "require": [ { "path": "args.a", "op": "eq", "value": { "path": "args.b" } } ] }""");
        var value = $$"""{"x":"{{new string('y', size - 8)}}"}""";
        Assert.Equal(size, value.Length);
        Assert.Equal(expected, policy.Decide(Samples.Call($$"""{ "a": {{value}}, "b": {{value}} }""")).Reason);
    }

    [Fact]
    public void A_rule_may_read_hundreds_of_paths()
    {
        const int Paths = 300;
        var conditions = Enumerable.Range(0, Paths)
            .Select(i => $$"""{ "path": "args.p{{i}}.l[*].v{{i}}", "op": "lte", "value": { "path": "args.max{{i}}" } }""");
        var policy = Samples.CompileRule($$"""{ "require": [ {{string.Join(',', conditions)}} ] }""");
        string Arguments(int last) => $$"""{ {{string.Join(',', Enumerable.Range(0, Paths).Select(i =>
            $$"""  "p{{i}}": { "l": [ { "v{{i}}": 1 }, { "v{{i}}": {{(i == Paths - 1 ? last : 2)}} } ] }, "max{{i}}": 2 """))}} }""";
        Assert.Equal(DecisionReason.Allowed, policy.Decide(Samples.Call(Arguments(2))).Reason);
        var denied = policy.Decide(Samples.Call(Arguments(3)));
        Assert.Equal("/tools/t/require/299", denied.Rule);
    }

    [Fact]
    public void Every_element_may_have_hundreds_of_paths()
    {
        var conditions = Enumerable.Range(0, 300)
            .Select(i => $$"""{ "path": "args.l[*].v{{i}}", "op": "lte", "value": 2, "optional": true }""");
        var policy = Samples.CompileRule($$"""{ "require": [ {{string.Join(',', conditions)}} ] }""");
        Assert.Equal("/tools/t/require/299",
            policy.Decide(Samples.Call("""{ "l": [ { "v0": 1 }, { "v299": 3 }, { "v299": 1 } ] }""")).Rule);
    }

    [Fact]
    public void Arguments_of_20_MiB_in_many_segments_are_walked_over()
    {
        var policy = Samples.CompileRule("""
            { "require": [ { "path": "args.input.length()", "op": "eq", "value": 10000000 }, { "path": "args.input.bytes()", "op": "eq",
              "value": 20000002 },
                           { "path": "args.last", "op": "eq", "value": true } ] }
            """);
        var text =
            string.Create(
            CultureInfo.InvariantCulture, $$"""{ "input": "{{new string('é', 10_000_000)}}", "list": """
                + $$"""[ {{string.Join(',', Enumerable.Repeat("[]", 50_000))}} ], "last": true }""");
        var call = Samples.Call();
        call.Arguments = Samples.Split(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(text)), 64 * 1024);
        Assert.Equal(DecisionReason.Allowed, policy.Decide(call).Reason);
    }

    [Fact]
    public void What_is_nested_too_deeply_is_denied()
    {
        var policy = Samples.CompileRule("""{ "deny_if": [ { "path": "args.x", "op": "exists", "value": true } ] }""");
        var deep = $$"""{ "v": {{new string('[', 10_000)}}{{new string(']', 10_000)}} }""";
        var decision = policy.Decide(Samples.Call(deep));
        Assert.Equal((DecisionReason.Unevaluable, ""), (decision.Reason, decision.Rule));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("""{ "x": """)]
    [InlineData("""{ "x" 1 }""")]
    public void What_is_no_object_is_denied_in_shadow_too(string arguments)
    {
        var policy =
            Samples.Compile(
            """{ "version": "1", "default": "deny", "mode": "shadow", "tools": { "t": { "require": [ { "path": "args.x", "op": "eq","""
                + """ "value": 1 } ] } } }""");
        var decision = policy.Decide(Samples.Call(arguments));
        Assert.Equal((DecisionReason.Unevaluable, "", false), (decision.Reason, decision.Rule, decision.Forwards));
    }
}
