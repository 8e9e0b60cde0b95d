using System.Text;
using System.Text.RegularExpressions;
using Edge.Policy.Calls;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Docs;

/// <summary>The page on the format says what the code does.</summary>
public sealed class PolicyFormatPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "policy-format.md"));

    [Fact]
    public void Every_policy_on_the_page_is_good()
    {
        var policies = Regex.Matches(Page, "```json\n(.*?)```", RegexOptions.Singleline).Select(m => m.Groups[1].Value).ToList();
        Assert.Equal(3, policies.Count);
        Assert.All(policies, policy => Assert.Empty(PolicyParser.Read("page.json", Encoding.UTF8.GetBytes(policy)).Diagnostics));
    }

    [Fact]
    public void Every_reason_is_on_the_page() =>
        Assert.All(Enum.GetValues<DecisionReason>(), reason => Assert.Contains($"`{reason.ToSlug()}`", Page, StringComparison.Ordinal));
}
