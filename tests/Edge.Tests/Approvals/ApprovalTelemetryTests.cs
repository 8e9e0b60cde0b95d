using System.Text.Json;
using Edge.Gateway.Audit;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Telemetry;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>What is measured, traced and recorded of approvals.</summary>
[Collection(AloneCollection.Name)]
public sealed class ApprovalTelemetryTests
{
    [Fact]
    public async Task What_happens_to_approvals_is_counted_and_what_waits_is_shown()
    {
        var clock = new ManualTimeProvider();
        await using var observed = await ObservedEdge.StartAsync(ApprovalPlay.Policy, clock, settings: Operators.Settings);
        var edge = observed.Edge;
        var approved = await edge.AskAsync(ApprovalPlay.Buy(1));
        await edge.ApproveAsync(approved);
        await edge.CallAsync(ApprovalPlay.Buy(1));
        await edge.DenyAsync(await edge.AskAsync(ApprovalPlay.Buy(2)));
        await edge.AskAsync(ApprovalPlay.Buy(3));
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return edge.Logs.Lines.Any(l => l is { Id.Id: 1004, Id.Name: "Expired" });
            },
            "an approval to expire");
        await edge.AskAsync(ApprovalPlay.Buy(4));
        var sweeps = edge.Services.GetService(typeof(Edge.Gateway.Approvals.ApprovalKeeper)) as Edge.Gateway.Approvals.ApprovalKeeper;
        await sweeps!.SweepAsync(default);
        var points = await observed.MetricAsync("edge.approvals");
        Assert.All(points, p => Assert.Equal(("Edge", "{approval}"), (p.Scope, p.Unit)));
        Assert.Equal([("approved", 1), ("consumed", 1), ("denied", 1), ("expired", 1), ("requested", 4)],
            points.Select(p => ((string)p.Attributes["edge.approval.outcome"]!, (long)p.Value)).Order());
        Assert.Equal(1, Assert.Single(await observed.MetricAsync("edge.approvals.pending")).Value);
        var decisions = await observed.MetricAsync("edge.policy.decisions");
        Assert.Equal(4,
            Assert.Single(decisions,
                p => p.Has(("edge.policy.decision", "approval_required"), ("edge.policy.reason", "approval_required"),
                    ("edge.policy.rule", "/tools/buy/approval"))).Value);
        Assert.Equal(1,
            Assert.Single(decisions, p => p.Has(("edge.policy.decision", "allow"), ("edge.policy.rule", "/tools/buy/approval"))).Value);
    }

    [Fact]
    public async Task The_decision_s_span_names_the_approval()
    {
        await using var observed = await ObservedEdge.StartAsync(ApprovalPlay.Policy, settings: Operators.Settings);
        var (trace, answer) = await observed.CallAsync("buy");
        var id = ApprovalPlay.DecisionOf(answer)!.Value.GetProperty("approval").GetProperty("id").GetString();
        var spans = await observed.TraceAsync(trace);
        var decision = Assert.Single(spans, s => s.Name == "policy test");
        Assert.Equal(id, decision.Attributes["edge.approval.id"]);
        Assert.Equal("approval_required", decision.Attributes["edge.policy.decision"]);
    }

    [Fact]
    public async Task Who_answered_is_in_the_audit_and_so_is_what_used_the_answer()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider());
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await edge.ApproveAsync(id, """{"reason":"go on"}""");
        await edge.CallAsync(ApprovalPlay.Buy());
        var denied = await edge.AskAsync(ApprovalPlay.Buy(2));
        await edge.DenyAsync(denied);
        await edge.StopAsync();
        var records = Directory.GetFiles(edge.AuditFolder, "*.jsonl").SelectMany(File.ReadAllLines)
            .Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["decision", "outcome", "approval", "decision", "outcome", "decision", "outcome", "approval"],
            records.Select(r => r.GetProperty("kind").GetString()));
        var answer = records[2];
        Assert.Equal(
            ["kind", "seq", "time", "server", "grant", "method", "tool", "policy", "revision", "rule", "digest", "decision", "by",
                "reason", "scope", "calls", "expiresAt", "approval", "mac"],
            answer.EnumerateObject().Select(m => m.Name));
        Assert.Equal(("approved", "paul", "go on", "once", 1),
            (Text(answer, "decision"), Text(answer, "by"), Text(answer, "reason"), Text(answer, "scope"), answer.GetProperty("calls")
                .GetInt32()));
        Assert.Equal(("buy", "/tools/buy/approval", "2026-11-20T10:30:00Z"),
            (Text(answer, "tool"), Text(answer, "rule"), Text(answer, "expiresAt")));
        Assert.Equal($$"""{"id":"{{id}}","by":"paul"}""", answer.GetProperty("approval").GetRawText());
        Assert.Equal($$"""{"id":"{{id}}","by":null}""", records[0].GetProperty("approval").GetRawText());
        Assert.Equal(("allow", $$"""{"id":"{{id}}","by":"paul"}"""),
            (Text(records[3], "decision"), records[3].GetProperty("approval").GetRawText()));
        Assert.Equal(("denied", denied), (Text(records[7], "decision"), records[7].GetProperty("approval").GetProperty("id").GetString()));

        // The chain is whole, and people can read it.
        var view =
            AuditView.Parse(
            System.Text.Encoding.UTF8.GetBytes(Directory.GetFiles(edge.AuditFolder, "*.jsonl").SelectMany(File.ReadAllLines)
                .ElementAt(2)))!;
        Assert.Equal(("tools/call buy", "approved", $"by 'paul', approval {id}: go on"), (view.Target, view.Decision, view.Detail));
    }

    private static string? Text(JsonElement record, string name) => record.GetProperty(name).GetString();
}
