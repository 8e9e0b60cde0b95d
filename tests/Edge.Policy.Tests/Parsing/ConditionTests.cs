using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

public sealed class ConditionTests
{
    [Theory]
    [InlineData("eq", "1.0", ConditionOperator.Equal)]
    [InlineData("neq", "\"x\"", ConditionOperator.NotEqual)]
    [InlineData("lt", "1", ConditionOperator.Less)]
    [InlineData("lte", "1", ConditionOperator.LessOrEqual)]
    [InlineData("gt", "1", ConditionOperator.Greater)]
    [InlineData("gte", "1", ConditionOperator.GreaterOrEqual)]
    [InlineData("in", "[]", ConditionOperator.In)]
    [InlineData("not_in", "[1]", ConditionOperator.NotIn)]
    [InlineData("contains", "\"x\"", ConditionOperator.Contains)]
    [InlineData("regex", "\"x\"", ConditionOperator.Regex)]
    [InlineData("exists", "false", ConditionOperator.Exists)]
    [InlineData("type", "\"null\"", ConditionOperator.Type)]
    public void Each_operator_is_read(string word, string value, object expected)
    {
        var reading =
            Reading.Of($$"""{ "version": "1", "default": "deny", "tools": { "t": { "require": [ { "path": "args.a", "op": "{{word}}","""
            + $$""" "value": {{value}} } ] } } }""");
        var leaf = Assert.IsType<ConditionDocument.Leaf>(Assert.Single(reading.Document!.Tools[0].Rule.Require));
        Assert.Equal(expected, leaf.Operator);
        Assert.NotNull(leaf.Value);
        Assert.Null(leaf.OtherPath);
        Assert.Null(leaf.Default);
        Assert.False(leaf.Optional);
    }

    [Fact]
    public void A_value_keeps_its_JSON_type()
    {
        var leaf =
            Assert.IsType<ConditionDocument.Leaf>(
            Reading.Required("""{ "path": "args.a", "op": "eq", "value": ["x", 1e0, true, null, { "a": [2] }] }"""));
        var list = Assert.IsType<PolicyValue.List>(leaf.Value).Items;
        Assert.Equal(new PolicyValue.Text("x"), list[0]);
        Assert.Equal(new PolicyValue.Number(1), list[1]);
        Assert.Equal(new PolicyValue.Boolean(true), list[2]);
        Assert.Equal(new PolicyValue.Null(), list[3]);
        var member = Assert.Single(Assert.IsType<PolicyValue.Map>(list[4]).Members);
        Assert.Equal("a", member.Key);
        Assert.Equal(new PolicyValue.Number(2), Assert.Single(Assert.IsType<PolicyValue.List>(member.Value).Items));
    }

    [Fact]
    public void A_value_may_be_that_of_another_path()
    {
        var leaf =
            Assert.IsType<ConditionDocument.Leaf>(
            Reading.Required("""{ "path": "args.team", "op": "in", "value": { "path": "grant.labels.teams" } }"""));
        Assert.Null(leaf.Value);
        Assert.Equal("teams", leaf.OtherPath!.Label);
    }

    [Fact]
    public void A_default_and_a_text_for_the_caller_are_kept()
    {
        var leaf =
            Assert.IsType<ConditionDocument.Leaf>(
            Reading.Required("""{ "path": "args.count", "op": "lte", "value": 4, "default": 1, "on_deny": "Four at most." }"""));
        Assert.Equal(new PolicyValue.Number(1), leaf.Default);
        Assert.Equal("Four at most.", leaf.OnDeny);
        Assert.Equal("/tools/t/require/0", leaf.Place.Pointer);
    }

    [Fact]
    public void A_default_of_null_is_a_default()
    {
        var leaf =
            Assert.IsType<ConditionDocument.Leaf>(Reading.Required("""{ "path": "args.a", "op": "eq", "value": 1, "default": null }"""));
        Assert.Equal(new PolicyValue.Null(), leaf.Default);
    }

    [Fact]
    public void Groups_hold_their_children_in_order_with_their_places()
    {
        var all = Assert.IsType<ConditionDocument.All>(Reading.Required("""
            { "all": [
              { "any": [ { "path": "args.a", "op": "eq", "value": 1, "optional": true } ], "on_deny": "one" },
              { "not": { "conditions": [] } } ] }
            """));
        var any = Assert.IsType<ConditionDocument.Any>(all.Children[0]);
        Assert.Equal("one", any.OnDeny);
        Assert.True(Assert.IsType<ConditionDocument.Leaf>(Assert.Single(any.Children)).Optional);
        Assert.Equal("/tools/t/require/0/all/0/any/0", any.Children[0].Place.Pointer);
        var not = Assert.IsType<ConditionDocument.Not>(all.Children[1]);
        Assert.Empty(Assert.IsType<ConditionDocument.All>(not.Child).Children);
        Assert.Equal("/tools/t/require/0/all/1/not", not.Child.Place.Pointer);
    }

    [Fact]
    public void Optional_stands_under_conditions_of_a_require()
    {
        var all =
            Assert.IsType<ConditionDocument.All>(
            Reading.Required("""{ "conditions": [ { "path": "args.a", "op": "eq", "value": 1, "optional": true } ] }"""));
        Assert.True(Assert.IsType<ConditionDocument.Leaf>(all.Children[0]).Optional);
    }

    [Theory]
    [InlineData("\"approval\": {}")]
    [InlineData("\"action\": \"require_approval\", \"approval\": {}")]
    public void An_approval_without_members_asks_for_every_call(string members)
    {
        var rule = Reading.Rule(members);
        Assert.Equal(RuleAction.RequireApproval, rule.Action);
        Assert.Equal("/tools/t/approval", rule.Approval!.Place.Pointer);
        Assert.Empty(rule.Approval.When);
        Assert.Equal(TimeSpan.FromMinutes(30), rule.Approval.Timeout);
        Assert.Equal(TimeSpan.Zero, rule.Approval.Hold);
        Assert.Null(rule.Approval.Message);
    }

    [Fact]
    public void The_action_alone_asks_for_approval_at_its_own_place()
    {
        var rule = Reading.Rule("\"action\": \"require_approval\"");
        Assert.Equal("/tools/t/action", rule.Approval!.Place.Pointer);
    }

    [Fact]
    public void An_approval_is_read()
    {
        var approval =
            Reading.Rule(
            """ "approval": { "when": [ { "path": "args.count", "op": "gt", "value": 1 } ], "timeout": "2d", "hold": "45s", "message":"""
                + """ "Costs money." } """).Approval!;
        Assert.Single(approval.When);
        Assert.Equal(TimeSpan.FromDays(2), approval.Timeout);
        Assert.Equal(TimeSpan.FromSeconds(45), approval.Hold);
        Assert.Equal("Costs money.", approval.Message);
    }
}
