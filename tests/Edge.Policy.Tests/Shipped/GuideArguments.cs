using Edge.Policy.Documents;

namespace Edge.Policy.Tests.Shipped;

/// <summary>Writes the table of arguments of <c>docs/policies.md</c>: what the default policy says about each.</summary>
internal static class GuideArguments
{
    private static readonly ArgumentClass[] Columns =
        [ArgumentClass.Allowed, ArgumentClass.Bounded, ArgumentClass.Asked, ArgumentClass.Refused];

    /// <summary>The table, from the policy itself: its tools that have arguments, in its order, both spellings together.</summary>
    public static string Write(PolicyDocument document)
    {
        var lines = new List<string> { "| tool | allowed | bounded | a person | refused |", "|---|---|---|---|---|" };
        foreach (var (tool, rule) in document.Tools.Select(t => (t.Pattern, t.Rule)))
        {
            var arguments = RunpodArguments.OfAny(tool);
            if (rule.Action == RuleAction.Deny || arguments.Count == 0)
                continue;
            var classes = new ArgumentClasses(document, tool);
            var cells =
                Columns.Select(column => string.Join(' ', Leaves(arguments).Where(a => classes.Of(a) == column).Select(a => $"`{a}`")));
            var mark = rule.Approval is { When.IsEmpty: true } ? " (each call: a person)" : "";
            lines.Add($"| `{tool}`{mark} | {string.Join(" | ", cells)} |");
        }

        return string.Join('\n', lines);
    }

    // An object says nothing that its members do not say.
    private static IEnumerable<string> Leaves(IReadOnlyList<string> arguments) =>
        arguments.Where(a => !arguments.Any(other => other.StartsWith(a + ".", StringComparison.Ordinal)
        || other.StartsWith(a + "[*].", StringComparison.Ordinal)));
}
