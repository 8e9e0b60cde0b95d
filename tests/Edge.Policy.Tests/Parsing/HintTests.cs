using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

/// <summary>A word that is none is answered with the one that is meant, whether it is misspelled or from elsewhere.</summary>
public sealed class HintTests
{
    [Theory]
    [InlineData("a", "args.a")]
    [InlineData("body.gpu.count", "args.body.gpu.count")]
    [InlineData("$.a", "args.a")]
    [InlineData("arguments.a", "args.a")]
    [InlineData("params[0]", "args[0]")]
    [InlineData("arg.a", "args.a")]
    [InlineData("sessionId", "session.id")]
    [InlineData("gant.id", "grant.id")]
    [InlineData("grant", null)]
    public void Paths(string path, string? meant) => AssertHint(
        meant, $$""" "tools": { "t": { "require": [ { "path": "{{path}}", "op": "eq", "value": 1 } ] } } """);

    [Theory]
    [InlineData("10/min", "10/minute")]
    [InlineData("10/m", "10/minute")]
    [InlineData("10/sec", "10/second")]
    [InlineData("10/hr", "10/hour")]
    [InlineData("10/week", "10/7d")]
    [InlineData("10 per minute", "10/minute")]
    [InlineData("10 requests per hour", "10/hour")]
    [InlineData("10rpm", "10/minute")]
    [InlineData("10/minuet", "10/minute")]
    [InlineData("ten", null)]
    public void Rate_limits(string text, string? meant) => AssertHint(meant, $$""" "tools": { "t": { "rate_limit": "{{text}}" } } """);

    [Theory]
    [InlineData("starts_with", "regex")]
    [InlineData("startsWith", "regex")]
    [InlineData("ends-with", "regex")]
    [InlineData("matches", "regex")]
    [InlineData("equals", "eq")]
    [InlineData("not_equals", "neq")]
    [InlineData(">=", "gte")]
    [InlineData("max", "lte")]
    [InlineData("one_of", "in")]
    [InlineData("notIn", "not_in")]
    [InlineData("includes", "contains")]
    [InlineData("exist", "exists")]
    [InlineData("frobnicate", null)]
    public void Operators(string word, string? meant) => AssertHint(
        meant, $$""" "tools": { "t": { "require": [ { "path": "args.a", "op": "{{word}}", "value": 1 } ] } } """);

    [Theory]
    [InlineData("action", "block", "deny")]
    [InlineData("action", "Reject", "deny")]
    [InlineData("action", "permit", "allow")]
    [InlineData("action", "ask", "require_approval")]
    [InlineData("action", "requireApproval", "require_approval")]
    public void Actions(string member, string word, string meant) =>
    AssertHint(meant, $$""" "tools": { "t": { "{{member}}": "{{word}}" } } """);

    [Theory]
    [InlineData("\"mode\": \"dry-run\"", "shadow")]
    [InlineData("\"denials\": \"silent\"", "hide")]
    [InlineData("\"tools\": { \"t\": { \"limits\": [ { \"counter\": \"c\", \"max\": 1, \"window\": \"minutes\" } ] } }", "minute")]
    [InlineData("\"tools\": { \"t\": { \"limits\": [ { \"counter\": \"c\", \"max\": 1, \"window\": \"day\", \"scope\": \"user\" } ] } }",
        "grant")]
    [InlineData(
        "\"tools\": { \"t\": { \"limits\": [ { \"counter\": \"c\", \"max\": 1, \"window\": \"day\", \"algorithm\": \"sliding_window\" } "
        + "] } }", "sliding")]
    [InlineData("\"tools\": { \"t\": { \"require\": [ { \"path\": \"args.a\", \"op\": \"type\", \"value\": \"int\" } ] } }", "number")]
    [InlineData("\"tools\": { \"t\": { \"require\": [ { \"path\": \"args.a\", \"operator\": \"eq\", \"value\": 1 } ] } }", "op")]
    [InlineData("\"tools\": { \"t\": { \"require\": [ { \"field\": \"args.a\", \"op\": \"eq\", \"value\": 1 } ] } }", "path")]
    [InlineData("\"tools\": { \"t\": { \"require\": [ { \"path\": \"args.a.len()\", \"op\": \"eq\", \"value\": 1 } ] } }", "length")]
    public void Other_words(string members, string meant) => AssertHint(meant, members);

    private static void AssertHint(string? meant, string members)
    {
        var messages =
            PolicyParser.Read("policy.json", System.Text.Encoding.UTF8.GetBytes($$"""{ "version": "1", "default": "deny", {{members}} }"""))
            .Diagnostics.Select(d => d.ToString()).ToList();
        Assert.NotEmpty(messages);
        if (meant is null)
            Assert.DoesNotContain(messages, message => message.Contains("did you mean", StringComparison.Ordinal));
        else
            Assert.Contains(messages, message => message.EndsWith($" (did you mean '{meant}'?)", StringComparison.Ordinal));
    }
}
