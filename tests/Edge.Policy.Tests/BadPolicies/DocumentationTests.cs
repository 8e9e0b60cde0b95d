using Xunit;

namespace Edge.Policy.Tests.BadPolicies;

public sealed class DocumentationTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "docs", "policy-errors.md"));

    [Fact]
    public void Every_code_is_documented_once_and_no_other() =>
        Assert.Equal(Codes.All.Order(StringComparer.Ordinal),
        Lines.Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..]).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_section_shows_a_line_that_the_parser_prints()
    {
        var printed = BadPolicyCase.All().SelectMany(c => c.Expected).ToHashSet();
        var shown = Lines.Where(l => l.StartsWith("policy.json:", StringComparison.Ordinal)).ToArray();
        Assert.Equal(Lines.Where(l => l.StartsWith("### ", StringComparison.Ordinal)).Select(l => l[4..]),
            shown.Select(l => l.Split(' ')[2]));
        Assert.Equal(["policy_too_many_mistakes"], shown.Where(l => !printed.Contains(l)).Select(l => l.Split(' ')[2]));
    }

    [Fact]
    public void Every_section_says_how_to_fix_it() =>
        Assert.Equal(Codes.All.Length, Lines.Count(l => l.StartsWith("Fix: ", StringComparison.Ordinal)));
}
