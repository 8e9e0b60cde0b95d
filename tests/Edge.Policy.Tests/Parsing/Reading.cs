using System.Text;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Parsing;

/// <summary>Reads policy texts the way every test wants them.</summary>
internal static class Reading
{
    public static PolicyReading Of(string text) => PolicyParser.Read("policy.json", Encoding.UTF8.GetBytes(text));

    public static PolicyDocument Good(string text)
    {
        var reading = Of(text);
        Assert.Empty(reading.Diagnostics);
        return Assert.IsType<PolicyDocument>(reading.Document);
    }

    /// <summary>The rule of the tool <c>t</c> with these members.</summary>
    public static RuleDocument Rule(string members) =>
        Assert.Single(Good($$"""{ "version": "1", "default": "deny", "tools": { "t": { {{members}} } } }""").Tools).Rule;

    /// <summary>The one condition of the rule's <c>require</c>.</summary>
    public static ConditionDocument Required(string condition) => Assert.Single(Rule($$"""  "require": [ {{condition}} ] """).Require);

    /// <summary>The one limit of the rule.</summary>
    public static LimitDocument Limit(string members) => Assert.Single(Rule($$""" "limits": [ { {{members}} } ] """).Limits);

    /// <summary>The mistakes of a rule with these members, one line each.</summary>
    public static string[] Mistakes(string ruleMembers) =>
        [.. Of($$"""{ "version": "1", "default": "deny", "tools": { "t": { {{ruleMembers}} } } }""").Diagnostics.Select(d => d.ToString())];
}
