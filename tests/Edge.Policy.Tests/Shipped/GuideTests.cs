using System.Text.Json;
using System.Text.RegularExpressions;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary><c>docs/policies.md</c>, held to its word.</summary>
public sealed partial class GuideTests
{
    private static readonly string Page = ShippedFiles.Page("policies.md");

    public static TheoryData<string> Changes => [.. GuideChange.OnPage(Page).Select(c => c.Title)];

    [Fact]
    public void The_table_of_the_guide_is_that_of_the_policies()
    {
        var written = Between(Page, "<!-- table: what the policies allow -->\n", "\n<!-- end of table -->");
        Assert.Equal(GuideTable.Write(ShippedFiles.Policy("runpod"), ShippedFiles.Policy("runpod-read-only")), written);
    }

    [Fact]
    public void The_table_of_arguments_is_that_of_the_policy_and_the_servers()
    {
        var written = Between(Page, "<!-- table: what becomes of each argument -->\n", "\n<!-- end of the table of arguments -->");
        Assert.Equal(GuideArguments.Write(ShippedFiles.Policy("runpod")), written);
    }

    [Fact]
    public void The_guide_names_every_shipped_policy() =>
        Assert.All(ShippedFiles.Policies, name => Assert.Contains($"| `{name}.json` |", Page, StringComparison.Ordinal));

    [Fact]
    public void Every_place_that_the_guide_names_is_there()
    {
        var policy = ShippedFiles.PolicyText("runpod");
        var places = Place().Matches(Page).Select(m => m.Groups["pointer"].Value).ToArray();
        Assert.Equal(9, places.Length);
        Assert.All(places, place => Assert.NotNull(JsonEdit.Find(policy, JsonEdit.Steps(place))));
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_of_the_guide_does_what_it_says(string title)
    {
        var change = GuideChange.OnPage(Page).Single(c => c.Title == title);
        var changed = JudgedPolicy.Of(change.ApplyTo(ShippedFiles.PolicyText("runpod")));
        Assert.All(change.Calls,
            call => Assert.Equal(call.Reason, (call.After ? changed : JudgedPolicy.Standard).Judge(call.Tool, call.Arguments).Reason));
    }

    [Fact]
    public void A_hidden_tool_that_is_shown_with_its_rule_of_the_guide_keeps_the_rules_of_its_row()
    {
        var policy = JudgedPolicy.Of(WithNothingHidden());
        var rows = RunpodData.Table.Where(r => r.Default == "hide").ToArray();
        Assert.Equal(18, rows.Length);
        foreach (var row in rows)
        {
            var good = policy.Judge(row.Tool, row.Good.GetRawText());
            Assert.True(good.Reason is "allowed" or "approval_required", $"{row}: {good}");
            foreach (var bad in row.Bad)
            {
                var judged = policy.Judge(row.Tool, bad.ApplyTo(row.Good));
                Assert.True(judged.Reason is not "allowed"
                    && (judged.Reason is not "approval_required"
                    || bad.Breaks.EndsWith("always approval", StringComparison.Ordinal)), $"{row}, {bad}: {judged}");
            }
        }
    }

    /// <summary>The default policy with an empty <c>hide</c> and the rules that the guide has for hidden tools.</summary>
    private static string WithNothingHidden()
    {
        var policy = JsonEdit.Set(ShippedFiles.PolicyText("runpod"), ["hide"], "[]");
        var deletePod = GuideChange.OnPage(Page).SelectMany(c => c.Edits).Single(e => e.Pointer == "/tools/delete-pod").Value;
        (string Tool, string Id)[] sameAsPod = [("delete-pod", "podId"), ("delete-endpoint", "endpointId"),
            ("delete-template", "templateId"), ("delete-network-volume", "networkVolumeId")];
        foreach (var (tool, id) in sameAsPod)
            policy = JsonEdit.Set(policy, ["tools", tool], deletePod.Replace("podId", id, StringComparison.Ordinal));
        using var rules = JsonDocument.Parse(Rules().Match(Page).Groups["rules"].Value);
        return rules.RootElement.EnumerateObject()
            .Aggregate(policy, (text, rule) => JsonEdit.Set(text, ["tools", rule.Name], rule.Value.GetRawText()));
    }

    private static string Between(string text, string start, string end)
    {
        var from = text.IndexOf(start, StringComparison.Ordinal) + start.Length;
        var to = text.IndexOf(end, from, StringComparison.Ordinal);
        return text[from..Math.Max(from, to)];
    }

    [GeneratedRegex("```json rules\n(?<rules>.*?)\n```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Rules();

    [GeneratedRegex("`(?<pointer>/[^`\n]+)`", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();
}
