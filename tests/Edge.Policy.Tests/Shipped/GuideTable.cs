using System.Globalization;
using Edge.Policy.Documents;

namespace Edge.Policy.Tests.Shipped;

/// <summary>Writes the table of <c>docs/policies.md</c>: what the shipped policies allow.</summary>
internal static class GuideTable
{
    /// <summary>The table, from the policies themselves: the tools in the order of the default policy.</summary>
    public static string Write(PolicyDocument standard, PolicyDocument reading)
    {
        var lines = new List<string> { "| tool | `runpod.json` | `runpod-read-only.json` |", "|---|---|---|" };
        foreach (var tool in standard.Tools.Select(t => t.Pattern).Concat(standard.Hide.Select(h => h.Pattern)))
            lines.Add($"| `{tool}` | {Of(standard, tool)} | {Of(reading, tool)} |");
        return string.Join('\n', lines);
    }

    private static string Of(PolicyDocument document, string tool)
    {
        if (document.Hide.Any(h => h.Pattern == tool))
            return "hidden";
        var rule = document.Tools.SingleOrDefault(t => t.Pattern == tool)?.Rule;
        if (rule is null or { Action: RuleAction.Deny })
            return "no";
        var words = rule.Limits.Select(Of).Distinct();
        return string.Join(", ", rule switch
        {
            { Approval.When.IsEmpty: true } => words.Prepend("a person"),
            { Approval: not null } => words.Append("a person for some calls"),
            _ => words,
        });
    }

    private static string Of(LimitDocument limit) => limit switch
    {
        { Algorithm: LimitAlgorithm.Concurrency } => string.Create(CultureInfo.InvariantCulture, $"{limit.Max} at once"),
        { Counter: "usd_per_hour" } => string.Create(CultureInfo.InvariantCulture, $"{limit.Max} dollars an hour in a day"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{limit.Max}/min"),
    };
}
