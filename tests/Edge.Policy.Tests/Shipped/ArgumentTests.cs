using System.Text.Json;
using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>The shipped policies say something about every argument of every tool they allow, and refuse every other at run time.</summary>
public sealed class ArgumentTests
{
    private const string Unknown = "zz_unknown";

    private static readonly string[] Policies = ["runpod", "runpod-read-only", "runpod-observe"];

    public static TheoryData<string, string> Surfaces
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var policy in Policies)
            {
                data.Add(policy, "36");
                data.Add(policy, "68");
            }

            return data;
        }
    }

    [Fact]
    public void The_recorded_surfaces_are_those_of_the_table()
    {
        foreach (var surface in new[] { "36", "68" })
        {
            var rows = RunpodData.Table.Where(r => r.Surface == surface).Select(r => r.Tool).Distinct();
            Assert.Equal(rows.Order(StringComparer.Ordinal), RunpodArguments.Tools(surface).Order(StringComparer.Ordinal));
        }
    }

    [Theory]
    [MemberData(nameof(Surfaces))]
    public void A_policy_mentions_every_argument_of_every_tool_that_it_allows(string policy, string surface)
    {
        var document = ShippedFiles.Policy(policy);
        var forgotten = Allowed(document)
            .Where(RunpodArguments.Tools(surface).Contains)
            .SelectMany(tool => RunpodArguments.Of(surface, tool).Keys.Select(argument => (Tool: tool, Argument: argument)))
            .Where(a => new ArgumentClasses(document, a.Tool).Of(a.Argument) == ArgumentClass.Unmentioned)
            .Select(a => $"{policy}.json says nothing about '{a.Argument}' of {a.Tool}");
        Assert.Equal("", string.Join('\n', forgotten));
    }

    [Theory]
    [InlineData("runpod")]
    [InlineData("runpod-observe")]
    public void A_policy_names_no_argument_that_no_server_has(string policy)
    {
        var document = ShippedFiles.Policy(policy);
        foreach (var tool in Allowed(document).Where(t => RunpodArguments.OfAny(t).Count > 0))
        {
            var known = RunpodArguments.OfAny(tool).Select(a => a[(a.LastIndexOf('.') + 1)..]).ToHashSet();
            foreach (var list in new ArgumentClasses(document, tool).NameLists)
                Assert.All(list, name => Assert.True(known.Contains(name), $"{tool} has no '{name}'"));
        }
    }

    [Theory]
    [InlineData("runpod")]
    [InlineData("runpod-read-only")]
    public void An_argument_that_is_not_named_is_denied_wherever_it_stands(string policy)
    {
        var (document, judged) = (ShippedFiles.Policy(policy), JudgedPolicy.Of(ShippedFiles.PolicyText(policy)));
        var (tried, passed) = (0, new List<string>());
        foreach (var row in RunpodData.Table.Where(r => r.Surface != "hosted" && Allowed(document).Contains(r.Tool)))
        {
            foreach (var place in Objects(row))
            {
                tried++;
                var arguments = JsonEdit.Set(row.Good.GetRawText(), [.. place, Unknown], "1");
                var decision = judged.Judge(row.Tool, arguments);
                if (decision.Reason is not ("condition_failed" or "unevaluable"))
                    passed.Add($"{row} with {string.Join('.', place)}.{Unknown}: {decision.Reason}");
            }
        }

        Assert.Equal("", string.Join('\n', passed));
        Assert.True(tried > (policy == "runpod" ? 90 : 50), $"only {tried} places were tried");
    }

    [Theory]
    [InlineData("update-pod", "body.image", ArgumentClass.Asked)]
    [InlineData("update-pod", "body.name", ArgumentClass.Bounded)]
    [InlineData("update-pod", "body.args", ArgumentClass.Refused)]
    [InlineData("update-pod", "body.mounts.network[*].volumeId", ArgumentClass.Asked)]
    [InlineData("update-endpoint", "body.workers.max", ArgumentClass.Asked)]
    [InlineData("update-endpoint", "body.workers.min", ArgumentClass.Bounded)]
    [InlineData("run-endpoint", "webhook", ArgumentClass.Refused)]
    [InlineData("run-endpoint", "s3Config.accessSecret", ArgumentClass.Refused)]
    [InlineData("list-pods", "includeClusterPods", ArgumentClass.Allowed)]
    [InlineData("list-pods", "thumbprint", ArgumentClass.Unmentioned)]
    [InlineData("create-pod", "body.gpu.spot", ArgumentClass.Unmentioned)]
    internal void What_a_policy_says_is_read_from_its_conditions(string tool, string argument, ArgumentClass expected) =>
        Assert.Equal(expected, new ArgumentClasses(ShippedFiles.Policy("runpod"), tool).Of(argument));

    private static string[] Allowed(PolicyDocument document) =>
    [
        .. document.Tools
            .Where(t => t.Rule.Action != RuleAction.Deny && document.Hide.All(h => h.Pattern != t.Pattern))
            .Select(t => t.Pattern),
    ];

    // The objects of a good call whose members the server names: not those that are free, as env and input.
    private static IEnumerable<string[]> Objects(TableRow row)
    {
        var known = RunpodArguments.Of(row.Surface, row.Tool);
        return Below(row.Good, []);

        IEnumerable<string[]> Below(JsonElement element, string[] path)
        {
            if (element.ValueKind != JsonValueKind.Object || (path.Length > 0 && known[string.Join('.', path)] == "map"))
                yield break;
            yield return path;
            foreach (var inner in element.EnumerateObject().SelectMany(member => Below(member.Value, [.. path, member.Name])))
                yield return inner;
        }
    }
}
