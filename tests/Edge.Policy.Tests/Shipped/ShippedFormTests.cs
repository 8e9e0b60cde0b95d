using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>What can be said of the shipped policies without a call.</summary>
public sealed class ShippedFormTests
{
    [Fact]
    public void Three_policies_are_shipped() =>
        Assert.Equal(["runpod", "runpod-observe", "runpod-read-only"], ShippedFiles.Policies);

    [Theory]
    [InlineData("runpod")]
    [InlineData("runpod-observe")]
    [InlineData("runpod-read-only")]
    public void A_shipped_policy_is_read_without_a_warning(string name)
    {
        var document = ShippedFiles.Policy(name);
        Assert.Equal(DefaultAction.Deny, document.Default);
        Assert.NotNull(document.Description);
    }

    [Fact]
    public void The_table_has_every_tool_of_every_surface()
    {
        Assert.Equal(36, Surface("36"));
        Assert.Equal(68, Surface("68"));
        Assert.Equal(4, Surface("hosted"));

        static int Surface(string surface) => RunpodData.Table.Where(r => r.Surface == surface).Select(r => r.Tool).Distinct().Count();
    }

    [Fact]
    public void The_classes_are_those_of_the_catalogue()
    {
        Assert.Equal("Destructive 7, Execute 5, Financial 3, Read 15, Write 6", Classes("36"));
        Assert.Equal("Destructive 10, Execute 4, Financial 5, Read 40, Write 9", Classes("68"));

        static string Classes(string surface) => string.Join(", ", RunpodData.Table
            .Where(r => r.Surface == surface)
            .GroupBy(r => r.Class.Split(' ')[0])
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => $"{g.Key} {g.Count()}"));
    }

    [Fact]
    public void The_default_policy_names_every_tool_of_the_table_and_no_other()
    {
        var document = ShippedFiles.Policy("runpod");
        var named = document.Tools.Select(t => t.Pattern).Concat(document.Hide.Select(h => h.Pattern)).ToArray();
        Assert.Equal(RunpodData.Table.Select(r => r.Tool).Distinct().Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(named, n => n.Contains('*', StringComparison.Ordinal));
    }

    [Fact]
    public void The_read_only_policy_names_the_reading_tools_and_no_other()
    {
        var document = ShippedFiles.Policy("runpod-read-only");
        var reads = RunpodData.Table.Where(r => r.Class.StartsWith("Read", StringComparison.Ordinal)).Select(r => r.Tool).Distinct();
        Assert.Equal(reads.Order(StringComparer.Ordinal), document.Tools.Select(t => t.Pattern).Order(StringComparer.Ordinal));
        Assert.Empty(document.Hide);
    }

    [Fact]
    public void The_observing_policy_is_the_default_policy_in_shadow()
    {
        var observing = ShippedFiles.PolicyText("runpod-observe");
        Assert.Equal("\"shadow\"", JsonEdit.Find(observing, ["mode"]));
        Assert.Equal(WithoutHeading(ShippedFiles.PolicyText("runpod")), WithoutHeading(observing));

        static string WithoutHeading(string policy) => JsonEdit.Remove(JsonEdit.Remove(policy, ["mode"]), ["description"]);
    }

    [Fact]
    public void The_read_only_policy_rules_its_tools_as_the_default_policy_does()
    {
        var (reading, standard) = (ShippedFiles.PolicyText("runpod-read-only"), ShippedFiles.PolicyText("runpod"));
        Assert.All(ShippedFiles.Policy("runpod-read-only").Tools,
            t => Assert.Equal(JsonEdit.Find(standard, ["tools", t.Pattern]), JsonEdit.Find(reading, ["tools", t.Pattern])));
    }

    [Fact]
    public void The_price_list_is_dated()
    {
        var description = ShippedFiles.Policy("runpod").Description!;
        Assert.Matches("list prices as of 20[0-9]{2}-[0-9]{2}-[0-9]{2}", description);
    }

    [Fact]
    public void Every_GPU_that_is_allowed_has_a_price_and_an_unknown_one_costs_more_than_any()
    {
        var document = ShippedFiles.Policy("runpod");
        var (types, pools) = (Allowed("args.body.gpu.id"), Allowed("args.body.gpu.pools[*]"));
        Assert.Equal(types, Allowed("args.gpuTypeIds[*]"));
        Assert.Equal(pools, Allowed("args.pools[*]"));
        Assert.Equal(pools, Allowed("args.gpuIds"));

        var tables = document.Tools.SelectMany(t => t.Rule.Limits).Where(l => l.Counter == "usd_per_hour").Select(l => l.IncrementTable!)
            .ToArray();
        Assert.Equal(["args.body.gpu.id", "args.body.gpu.pools[0]", "args.gpuIds", "args.gpuTypeIds[0]"],
            tables.Select(t => t.Path.Text).Order(StringComparer.Ordinal));
        foreach (var table in tables)
        {
            Assert.True(table.Default > table.Values.Values.Max());
            Assert.All(table.Values.ContainsKey(pools[0]) ? pools : types, name => Assert.InRange(table.Values[name], 0.01m, 2m));
        }

        string[] Allowed(string path) =>
            [.. ((PolicyValue.List)Leaves(document.AllTools!.Require)
            .Single(l => l.Path.Text == path && l.Operator == ConditionOperator.In).Value!).Items.Select(i => ((PolicyValue.Text)i).Value)];
    }

    [Fact]
    public void Every_refusal_of_the_default_policy_has_a_text_of_its_own()
    {
        var document = ShippedFiles.Policy("runpod");
        var rules = document.Tools.Select(t => t.Rule).Append(document.AllTools!).ToArray();
        Assert.All(rules.SelectMany(r => r.Require.Concat(r.DenyIf)),
            c => Assert.False(string.IsNullOrWhiteSpace(c.OnDeny), c.Place.Pointer));
        Assert.All(rules.Where(r => r.Action == RuleAction.RequireApproval),
            r => Assert.False(string.IsNullOrWhiteSpace(r.Approval!.Message), r.Place.Pointer));
        Assert.All(rules.Where(r => r.Action == RuleAction.Deny), r => Assert.False(string.IsNullOrWhiteSpace(r.Reason), r.Place.Pointer));
        Assert.All(rules.SelectMany(r => r.Limits).Where(l => !l.Place.Pointer.EndsWith("/rate_limit", StringComparison.Ordinal)),
            l => Assert.False(string.IsNullOrWhiteSpace(l.OnDeny), l.Place.Pointer));
    }

    private static IEnumerable<ConditionDocument.Leaf> Leaves(IEnumerable<ConditionDocument> conditions) =>
        conditions.SelectMany(c => c switch
    {
        ConditionDocument.Leaf leaf => [leaf],
        ConditionDocument.All all => Leaves(all.Children),
        ConditionDocument.Any any => Leaves(any.Children),
        ConditionDocument.Not not => Leaves([not.Child]),
        _ => [],
    });
}
