using Edge.Policy.Calls;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

/// <summary>
/// An argument that differs from a condition's in letter case only, beside it or in its place, is never taken for another one: servers in
/// Go and C# would read it as the one that the condition means. Whatever the operator, the list or the default, the call is denied.
/// </summary>
public sealed class LetterCaseTests
{
    private static readonly string[] Lists = ["require", "deny_if", "when"];

    /// <summary>Every operator, with a value with which <c>"v": 5</c> makes it true, and one with which it makes it false.</summary>
    private static readonly (string Op, string True, string False)[] Operators =
    [
        ("eq", "5", "6"), ("neq", "6", "5"), ("lt", "6", "5"), ("lte", "5", "4"), ("gt", "4", "5"), ("gte", "5", "6"),
            ("in", "[5]", "[6]"), ("not_in", "[6]", "[5]"),
        ("exists", "true", "false"), ("type", "\"number\"", "\"string\""),
    ];

    public static TheoryData<string, string> Everywhere => [.. from op in Operators from list in Lists select (op.Op, list)];

    [Theory]
    [MemberData(nameof(Everywhere))]
    public void A_name_in_another_letter_case_denies_under_every_operator_in_every_list(string op, string list)
    {
        var (_, @true, @false) = Operators.Single(o => o.Op == op);
        foreach (var value in new[] { @true, @false })
        {
            foreach (var arguments in new[] { """{ "V": 5 }""", """{ "v": 5, "V": 5 }""", """{ "V": 6, "v": 5 }""", """{ "\u0056": 5 }""" })
            {
                foreach (var extra in list == "require" ? new[] { "", ", \"default\": 5", ", \"optional\": true" }
                    : ["", ", \"default\": 5"])
                {
                    if (op == "exists" && extra.Length > 0)
                        continue;
                    Assert.Equal((DecisionOutcome.Deny, DecisionReason.Unevaluable), Decide(list, op, value, extra, arguments));
                }
            }
        }
    }

    [Theory]
    [InlineData("contains", "\"a\"", """{ "V": "a" }""")]
    [InlineData("contains", "\"b\"", """{ "v": "a", "V": "b" }""")]
    [InlineData("regex", "\"^a$\"", """{ "V": "a" }""")]
    [InlineData("regex", "\"^b$\"", """{ "v": "a", "V": "b" }""")]
    public void And_under_those_of_strings(string op, string value, string arguments)
    {
        foreach (var list in Lists)
            Assert.Equal((DecisionOutcome.Deny, DecisionReason.Unevaluable), Decide(list, op, value, "", arguments));
    }

    [Fact]
    public void What_no_condition_asks_for_may_be_spelled_as_its_server_likes()
    {
        var policy = Samples.CompileRule("""{ "deny_if": [ { "path": "args.v", "op": "eq", "value": 1 } ] }""");
        Assert.Equal(DecisionReason.Allowed, policy.Decide(Samples.Call("""{ "v": 2, "w": 1, "W": 2 }""")).Reason);
    }

    [Fact]
    public void A_rule_for_all_tools_holds_where_everything_else_is_allowed()
    {
        var policy =
            Samples.Compile(
            """{ "version": "1", "default": "allow", "all_tools": { "deny_if": [ { "path": "args.webhook", "op": "exists", "value": true"""
                + """ } ] } }""");
        Assert.Equal(DecisionReason.Allowed, policy.Decide(Samples.Call("{}")).Reason);
        Assert.Equal(DecisionReason.ConditionMatched, policy.Decide(Samples.Call("""{ "webhook": "x" }""")).Reason);
        Assert.Equal(DecisionReason.Unevaluable, policy.Decide(Samples.Call("""{ "webHook": "x" }""")).Reason);
    }

    // In a policy that allows whatever it does not name.
    private static (DecisionOutcome Outcome, DecisionReason Reason) Decide(string list, string op, string value, string extra,
        string arguments)
    {
        var condition = $$"""{ "path": "args.v", "op": "{{op}}", "value": {{value}}{{extra}} }""";
        var rule = list == "when" ? $$"""{ "approval": { "when": [ {{condition}} ] } }""" : $$"""{ "{{list}}": [ {{condition}} ] }""";
        var decision = Samples.Compile($$"""{ "version": "1", "default": "allow", "tools": { "t": {{rule}} } }""")
            .Decide(Samples.Call(arguments));
        return (decision.Outcome, decision.Reason);
    }
}
