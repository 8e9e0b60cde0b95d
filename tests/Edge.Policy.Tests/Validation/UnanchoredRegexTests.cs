using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Validation;

public sealed class UnanchoredRegexTests
{
    [Theory]
    [InlineData("/data/.*", true)]
    [InlineData("/data/.*$", true)]
    [InlineData("ep-[a-z]+", true)]
    [InlineData("(?i)ep-[a-z]+", true)]
    [InlineData("^a|b$", true)]
    [InlineData("^a$|b", true)]
    [InlineData("(start|stop)", true)]
    [InlineData("price in \\\\$", true)]
    [InlineData("[$^]+", true)]
    [InlineData("^/data/[a-z]+$", false)]
    [InlineData("^/data/", false)]
    [InlineData("[.]pdf$", false)]
    [InlineData(".*[.]pdf", false)]
    [InlineData("^(a|b)$", false)]
    [InlineData("(^a$|^b$)", false)]
    [InlineData("(?:^(?:a|b)$)", false)]
    [InlineData("^a$|^b$", false)]
    [InlineData("(?i)^ep$", false)]
    public void In_require_an_expression_that_matches_anywhere_is_warned_of(string pattern, bool warns) =>
        Assert.Equal(warns, Warns($$""" "require": [ { "path": "args.a", "op": "regex", "value": "{{pattern}}" } ] """));

    [Theory]
    [InlineData(""" "deny_if": [ { "path": "args.a", "op": "regex", "value": "secret" } ] """, false)]
    [InlineData(""" "deny_if": [ { "not": { "path": "args.a", "op": "regex", "value": "public" } } ] """, true)]
    [InlineData(""" "require": [ { "not": { "path": "args.a", "op": "regex", "value": "secret" } } ] """, false)]
    [InlineData(""" "require": [ { "any": [ { "path": "args.a", "op": "regex", "value": "public" } ] } ] """, true)]
    [InlineData(""" "require": [ { "path": "args.a", "op": "contains", "value": "public" } ] """, false)]
    [InlineData(""" "approval": { "when": [ { "path": "args.a", "op": "regex", "value": "secret" } ] } """, false)]
    [InlineData(""" "approval": { "when": [ { "not": { "path": "args.a", "op": "regex", "value": "public" } } ] } """, true)]
    public void It_is_warned_of_only_where_a_match_lets_the_call_pass(string rule, bool warns) => Assert.Equal(warns, Warns(rule));

    private static bool Warns(string rule) => PolicyParser
        .Read("policy.json",
        System.Text.Encoding.UTF8.GetBytes($$"""{ "version": "1", "default": "deny", "tools": { "t": { {{rule}} } } }"""))
        .Diagnostics.Any(d => d.Code == DiagnosticCodes.RegexUnanchored);
}
