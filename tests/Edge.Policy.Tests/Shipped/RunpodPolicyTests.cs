using Edge.Policy.Documents;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary><c>runpod.json</c> against every row of the table of tools.</summary>
public sealed class RunpodPolicyTests
{
    private static readonly JudgedPolicy Policy = JudgedPolicy.Standard;

    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (var row in RunpodData.Table)
                rows.Add(row.Tool, row.Surface);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_call_that_keeps_the_rules_is_judged_by_the_default_of_its_row(string tool, string surface)
    {
        var row = RunpodData.Row(tool, surface);
        var judged = Policy.Judge(tool, row.Good.GetRawText());
        var (reason, rule) = row.Default switch
        {
            _ when row.Asks => ("approval_required", ApprovalOf(tool, judged.Rule)),
            "hide" => ("hidden", judged.Rule),
            "deny" => ("denied", $"/tools/{tool}/action"),
            "ask" => ("approval_required", $"/tools/{tool}/approval"),
            _ => ("allowed", $"/tools/{tool}"),
        };
        Assert.Equal((reason, rule), (judged.Reason, judged.Rule));
        Assert.Equal(row.Default is not ("hide" or "deny"), Policy.IsListed(tool));
    }

    // Which question of an approval asked is for the cases of attacks to say.
    private static string ApprovalOf(string tool, string rule) =>
        rule.StartsWith($"/tools/{tool}/approval", StringComparison.Ordinal) ? rule : $"/tools/{tool}/approval";

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_call_that_breaks_a_rule_is_denied_by_that_rule(string tool, string surface)
    {
        var row = RunpodData.Row(tool, surface);
        var wrong = row.Bad
            .Select(bad => (Bad: bad, Judged: Policy.Judge(tool, bad.ApplyTo(row.Good))))
            .Where(b => b.Judged.Reason != b.Bad.Reason || b.Judged.Rule != b.Bad.Rule)
            .Select(b => $"{b.Bad}: {b.Judged.Reason} by {b.Judged.Rule}");
        Assert.Equal("", string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Every_rule_of_a_row_is_broken_by_some_call(string tool, string surface)
    {
        var row = RunpodData.Row(tool, surface);

        // What is recorded of a call is not for a policy to say: argument values are recorded nowhere.
        var rules = row.Rules.Where(r => !r.EndsWith("never log", StringComparison.Ordinal));
        Assert.Equal(rules.Order(StringComparer.Ordinal), row.Bad.Select(b => b.Breaks).Distinct().Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_call_takes_of_the_limits_of_its_row(string tool, string surface)
    {
        var row = RunpodData.Row(tool, surface);
        if (row.Default is "hide" or "deny")
        {
            Assert.Empty(Policy.Judge(tool, row.Good.GetRawText()).Charges);
            return;
        }

        var charges = Policy.Judge(tool, row.Good.GetRawText()).Charges;
        var parts = row.Default == "ask" ? ["5/min"] : row.Default.Split(", ");
        var rate = Assert.Single(charges, c => c.Rule == $"/tools/{tool}/rate_limit");
        Assert.Equal(parts[0], $"{rate.Max}/min");
        Assert.Equal((LimitAlgorithm.Fixed, TimeSpan.FromMinutes(1), 1m), (rate.Algorithm, rate.Window, rate.Cost));
        if (parts.Length > 1 && !row.Asks)
            Assert.Equal(parts[1], $"c{Assert.Single(charges, c => c.Algorithm == LimitAlgorithm.Concurrency).Max}");
        var all = Assert.Single(charges, c => c.Rule == "/all_tools/limits/0");
        Assert.Equal((300m, TimeSpan.FromMinutes(1), 1m), (all.Max, all.Window, all.Cost));
    }

    [Fact]
    public void The_rate_of_a_tool_is_its_own_and_the_total_is_shared()
    {
        var (pods, endpoints) = (Policy.Judge("list-pods", "{}").Charges, Policy.Judge("list-endpoints", "{}").Charges);
        Assert.Equal(Key(pods, "/all_tools/limits/0"), Key(endpoints, "/all_tools/limits/0"));
        Assert.NotEqual(Key(pods, "/tools/list-pods/rate_limit"), Key(endpoints, "/tools/list-endpoints/rate_limit"));

        static string Key(JudgedCharge[] charges, string rule) => charges.Single(c => c.Rule == rule).Key;
    }

    [Fact]
    public void The_spellings_of_two_surfaces_do_not_mix()
    {
        var mixed = 0;
        foreach (var older in RunpodData.Table.Where(r => r.Surface == "36" && r.Default != "hide"))
        {
            var newer = RunpodData.Table.SingleOrDefault(r => r.Surface == "68" && r.Tool == older.Tool)?.Good;
            if (newer is not { } good || (!good.TryGetProperty("body", out _) && !good.TryGetProperty("id", out _)))
                continue;
            mixed++;
            var both = good.EnumerateObject()
                .Aggregate(older.Good.GetRawText(), (text, member) => JsonEdit.Set(text, [member.Name], member.Value.GetRawText()));
            Assert.Equal("condition_failed", Policy.Judge(older.Tool, both).Reason);
        }

        Assert.Equal(12, mixed);
    }

    [Fact]
    public void A_refusal_quotes_no_argument()
    {
        foreach (var row in RunpodData.Table)
        {
            foreach (var arguments in row.Bad.Select(b => b.ApplyTo(row.Good)).Append(row.Good.GetRawText()))
            {
                if (Policy.Judge(row.Tool, arguments).Decision.Message is { } message)
                    Assert.DoesNotContain("hunter2", message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("create-pod", """{"body":{"name":"p","image":"runpod/base:1","gpu":{"id":"NVIDIA GeForce RTX 4090"}}}""", 0.74)]
    [InlineData("create-pod", """{"body":{"name":"p","image":"runpod/base:1","gpu":{"id":"NVIDIA GeForce RTX 4090","count":1}}}""", 0.74)]
    [InlineData("create-pod", """{"body":{"name":"p","image":"runpod/base:1","gpu":{"id":"NVIDIA A100-SXM4-80GB","count":1}}}""", 1.79)]
    [InlineData("create-pod", """{"body":{"name":"p","image":"runpod/base:1","cpu":{"id":"cpu5c","vcpuCount":4}}}""", 10)]
    [InlineData("create-pod", """{"imageName":"runpod/base:1","gpuTypeIds":["NVIDIA L4"],"cloudType":"SECURE"}""", 10)]
    [InlineData("create-endpoint",
        """{"body":{"name":"e","type":"QUEUE","image":"runpod/base:1","gpu":{"pools":["ADA_24"]},"workers":{"max":1}}}""", 3.36)]
    [InlineData("create-endpoint", """{"body":{"name":"e","type":"QUEUE","image":"runpod/base:1","cpu":[{"id":"cpu5c","vcpuCount":4}]}}""",
        0)]
    [InlineData("create-endpoint", """{"templateId":"runpod-torch-v280","gpuTypeIds":["NVIDIA L4"],"workersMax":2}""", 2.5088)]
    [InlineData("deploy-hub-repo",
        """{"repo":"runpod-workers/worker-vllm","gpuIds":"AMPERE_16","gpuCount":1,"workersMax":1,"containerDiskInGb":20}""", 1.74)]
    public void What_is_created_costs_its_dollars_an_hour(string tool, string arguments, double dollars)
    {
        var judged = Policy.Judge(tool, arguments);
        Assert.Equal("approval_required", judged.Reason);
        var charges = judged.Charges.Where(c => c.Counter == "usd_per_hour").ToArray();
        Assert.Equal((decimal)dollars, charges.Max(c => c.Cost));
        Assert.All(charges, c => Assert.Equal((30m, TimeSpan.FromDays(1), charges[0].Key), (c.Max, c.Window, c.Key)));
    }

    [Fact]
    public void Everything_that_is_created_shares_one_count_of_dollars()
    {
        var keys = new[] { ("create-pod", "68"), ("create-endpoint", "36"), ("create-endpoint", "68"), ("deploy-hub-repo", "68") }
            .Select(t => RunpodData.Row(t.Item1, t.Item2))
            .SelectMany(r => Policy.Judge(r.Tool, r.Good.GetRawText()).Charges)
            .Where(c => c.Counter == "usd_per_hour")
            .Select(c => c.Key);
        Assert.Single(keys.Distinct());
    }

    [Theory]
    [InlineData("runpod://skills/pods", "allowed")]
    [InlineData("runpod://secrets/pods", "resource_not_allowed")]
    [InlineData("file:///etc/passwd", "resource_not_allowed")]
    [InlineData("runpod://skills/../secrets", "resource_not_allowed")]
    public void The_servers_own_texts_may_be_read_and_nothing_else(string uri, string reason)
    {
        JudgedPolicy[] policies = [JudgedPolicy.Standard, JudgedPolicy.ReadOnly, JudgedPolicy.Observing];
        Assert.All(policies, p => Assert.Equal(reason, p.JudgeResource(uri).Reason));
    }
}
