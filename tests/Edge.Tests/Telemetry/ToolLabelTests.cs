using System.Text;
using Edge.Gateway.Calls;
using Edge.Gateway.Policies;
using Edge.Gateway.Telemetry.Metrics;
using Xunit;

namespace Edge.Tests.Telemetry;

public sealed class ToolLabelTests
{
    [Fact]
    public void A_name_is_a_label_if_the_policy_has_it_exactly_or_this_server_listed_it()
    {
        var policy =
            PolicyLoader.Compile("p", "p.json",
            Encoding.UTF8.GetBytes("""{ "version": "1", "default": "deny", "tools": { "named": {}, "glob-*": {} } }""")).Policy!;
        var listed = new ListedTools();
        var labels = new ToolLabels(listed);
        listed.ListedBy("a")("listed");
        Assert.Equal(
            ["named", "listed", "_OTHER", "_OTHER", "_OTHER"],
            [labels.Of(policy, "a", "named"), labels.Of(policy, "a", "listed"), labels.Of(policy, "b", "listed"),
                labels.Of(policy, "a", "glob-1"), labels.Of(policy, "a", "Named")]);
    }

    [Fact]
    public void A_server_makes_at_most_a_thousand_labels()
    {
        var policy = PolicyLoader.Compile("p", "p.json", "{ \"version\": \"1\", \"default\": \"allow\" }"u8.ToArray()).Policy!;
        var listed = new ListedTools();
        var labels = new ToolLabels(listed);
        var list = listed.ListedBy("a");
        Parallel.For(0, 5_000, i => list($"tool-{i % 2_500}"));
        Assert.Equal(ListedTools.MaxListed, Enumerable.Range(0, 2_500).Count(i => labels.Of(policy, "a", $"tool-{i}") != ToolLabels.Other));
    }
}
