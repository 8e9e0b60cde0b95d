using System.Text.RegularExpressions;

namespace Edge.Policy.Tests.Shipped;

/// <summary>One section of <c>docs/policies.md</c> that changes the default policy: its edits, and calls before and after them.</summary>
internal sealed partial record GuideChange(string Title, GuideEdit[] Edits, GuideCall[] Calls)
{
    /// <summary>All sections with edits, in the order of the page.</summary>
    public static GuideChange[] OnPage(string page) =>
        [.. page.Split("\n### ").Skip(1).Select(Read).Where(c => c.Edits.Length > 0)];

    /// <summary>The policy after all edits.</summary>
    public string ApplyTo(string policy) => Edits.Aggregate(policy, (text, edit) => edit.ApplyTo(text));

    private static GuideChange Read(string section) => new(
        section[..section.IndexOf('\n', StringComparison.Ordinal)],
        [.. Edit().Matches(section).Select(m => new GuideEdit(m.Groups["verb"].Value, m.Groups["pointer"].Value, m.Groups["value"].Value))],
        [.. Call().Matches(section)
            .Select(m => new GuideCall(m.Groups["when"].Value == "after", m.Groups["reason"].Value, m.Groups["tool"].Value,
            m.Groups["arguments"].Value))]);

    [GeneratedRegex("```json (?<verb>replace|add|remove) (?<pointer>/[^\n]+)\n(?<value>.*?)\n```",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Edit();

    [GeneratedRegex("^(?<when>before|after) +(?<reason>[a-z_]+) +(?<tool>[a-z-]+) (?<arguments>{.*})$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Call();
}
