using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

public sealed class ExampleTests
{
    [Fact]
    public void The_first_policy_of_the_format_allows_one_tool()
    {
        var document = Reading.Good("""{ "version": "1", "default": "deny", "tools": { "stream-job": {} } }""");
        Assert.Equal(DefaultAction.Deny, document.Default);
        Assert.Equal(new SourcePlace("/default", 1, 30), document.DefaultPlace);
        var entry = Assert.Single(document.Tools);
        Assert.Equal("stream-job", entry.Pattern);
        Assert.Equal(new SourcePlace("/tools/stream-job", 1, 49), entry.Place);
        Assert.Equal(RuleAction.Allow, entry.Rule.Action);
        Assert.Empty(entry.Rule.Limits);
    }

    [Fact]
    public void The_second_policy_of_the_format_limits_one_tool()
    {
        var document = Reading.Good("""
            { "version": "1", "default": "deny",
              "tools": { "runsync-endpoint": { "limits": [
                { "counter": "runsync-endpoint_rate", "window": "minute", "max": 10, "scope": "grant" } ] } } }
            """);
        var limit = Assert.Single(Assert.Single(document.Tools).Rule.Limits);
        Assert.Equal("runsync-endpoint_rate", limit.Counter);
        Assert.Equal(TimeSpan.FromMinutes(1), limit.Window);
        Assert.Equal(10, limit.Max);
        Assert.Equal([new ScopeDocument(LimitScope.Grant, null)], limit.Scope);
        Assert.Equal(LimitAlgorithm.Fixed, limit.Algorithm);
        Assert.Equal(1, limit.Increment);
        Assert.Equal(new SourcePlace("/tools/runsync-endpoint/limits/0", 3, 5), limit.Place);
    }

    [Fact]
    public void The_hosted_example_of_PolicyLayer_is_read_unchanged()
    {
        var document = Reading.Good("""
            { "version": "1", "default": "deny", "hide": ["delete_account"],
              "all_tools": { "limits": [] },
              "tools": { "create_charge": { "require": [], "deny_if": [], "limits": [] } } }
            """);
        Assert.Equal("delete_account", Assert.Single(document.Hide).Pattern);
        Assert.Equal("/hide/0", document.Hide[0].Place.Pointer);
        Assert.NotNull(document.AllTools);
    }

    [Fact]
    public void The_catalogue_pattern_for_a_persons_approval_always_denies()
    {
        var rule = Reading.Rule(""" "deny_if":[{"conditions":[],"on_deny":"Requires human approval."}] """);
        var condition = Assert.IsType<ConditionDocument.All>(Assert.Single(rule.DenyIf));
        Assert.Empty(condition.Children);
        Assert.Equal("Requires human approval.", condition.OnDeny);
        Assert.Equal("/tools/t/deny_if/0", condition.Place.Pointer);
    }

    [Fact]
    public void Everything_can_be_hidden()
    {
        var document = Reading.Good("""{ "version": "1", "default": "deny", "hide": ["*"] }""");
        Assert.Equal("*", Assert.Single(document.Hide).Pattern);
    }

    [Fact]
    public void The_default_policy_of_the_catalogue_for_Runpod_is_read_unchanged()
    {
        var document = Reading.Good("""
            { "version":"1", "default":"deny",
              "hide":["delete-pod","delete-endpoint","delete-template","delete-network-volume","delete-container-registry-auth","cancel-job","purge-endpoint-queue"],
              "tools":{ "list-pods":{},
                "create-pod":{"limits":[{"counter":"create-pod_rate","window":"minute","max":30,"scope":"grant"}]},
                "run-endpoint":{"limits":[{"counter":"run-endpoint_rate","window":"minute","max":10,"scope":"grant"}]} } }
            """);
        Assert.Equal(7, document.Hide.Length);
        Assert.Equal(3, document.Tools.Length);
    }

    [Theory]
    [InlineData("""{ "max": 10, "window": 60 }""", 60, 10, "rate_limit_60s")]
    [InlineData("\"10/minute\"", 60, 10, "rate_limit_60s")]
    [InlineData("\"5/hour\"", 3600, 5, "rate_limit_3600s")]
    [InlineData("\"7/30s\"", 30, 7, "rate_limit_30s")]
    [InlineData("""{ "max": 2.5, "window": 1 }""", 1, 2.5, "rate_limit_1s")]
    public void The_shorthands_of_the_catalogue_are_one_limit_per_grant_and_tool(string written, int seconds, double max, string counter)
    {
        var limit = Assert.Single(Reading.Rule($"\"rate_limit\": {written}").Limits);
        Assert.Equal(TimeSpan.FromSeconds(seconds), limit.Window);
        Assert.Equal((decimal)max, limit.Max);
        Assert.Equal(counter, limit.Counter);
        Assert.Equal([new ScopeDocument(LimitScope.Grant, null), new ScopeDocument(LimitScope.Tool, null)], limit.Scope);
        Assert.Equal("/tools/t/rate_limit", limit.Place.Pointer);
    }

    [Theory]
    [InlineData("reason")]
    [InlineData("on_deny")]
    public void The_catalogue_form_of_a_denial_is_read(string member)
    {
        var rule = Reading.Rule($$""" "action": "deny", "{{member}}": "Not here." """);
        Assert.Equal(RuleAction.Deny, rule.Action);
        Assert.Equal("Not here.", rule.Reason);
    }

    [Fact]
    public void The_mistake_that_the_format_prints_is_printed_so()
    {
        var reading = Policy.Parsing.PolicyParser.Read("config/policies/runpod.json", """
            {
              "version": "1",
              "default": "deny",
              "tools": {
                "stream-job": {},
                "runsync-endpoint": {
                             "limts": []
                }
              }
            }
            """u8.ToArray());
        Assert.Null(reading.Document);
        Assert.Equal(
            "config/policies/runpod.json:7:18: error policy_unknown_member at /tools/runsync-endpoint/limts: unknown member 'limts' (did "
                + "you mean 'limits'?)",
            Assert.Single(reading.Diagnostics).ToString());
    }
}
