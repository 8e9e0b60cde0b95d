using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Audit;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>The person's side: the admin API.</summary>
public sealed class PeopleTests
{
    private static readonly string AsViewer = Operators.Bearer(Operators.Viewer);
    private static readonly string AsApprover = Operators.Bearer(Operators.Approver);

    [Fact]
    public async Task A_viewer_sees_what_would_run_and_nothing_else()
    {
        await using var edge = await ApprovalPlay.StartAsync(clock: new ManualTimeProvider(),
            settings: [("Edge:Approvals:Mask:0", "args.body.env"), ("Edge:Admin:PublicUrl", "https://admin.example.com")]);
        var id =
            await edge.AskAsync(ApprovalPlay.Buy()
            .Replace("\"n\":1", """ "body":{"env":{"KEY":"secret"},"name":"<script>\u202e"},"n":1.50""", StringComparison.Ordinal));
        var list = JsonDocument.Parse((await edge.AdminAsync("GET", "/api/approvals?state=pending", AsViewer)).Body).RootElement;
        Assert.False(list.GetProperty("surviveRestart").GetBoolean());
        var listed = Assert.Single(list.GetProperty("approvals").EnumerateArray());
        Assert.Equal(id, listed.GetProperty("id").GetString());
        Assert.False(listed.TryGetProperty("arguments", out _));

        var answer = await edge.AdminAsync("GET", $"/api/approvals/{id}", AsViewer);
        Assert.Equal("application/json; charset=utf-8", answer.Header("Content-Type"));
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        var shown = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal("""{"body":{"env":{"KEY":"***"},"name":"<script>\u202e"},"n":1.50}""", shown.GetProperty("arguments").GetString());
        Assert.Equal(
            ["id", "state", "grant", "server", "tool", "policy", "revision", "rule", "message", "digest", "arguments", "requestedAt",
                "expiresAt", "scope", "used", "url"],
            shown.EnumerateObject().Select(m => m.Name));
        Assert.Equal(("pending", "anonymous", "server", "buy"), (Text("state"), Text("grant"), Text("server"), Text("tool")));
        Assert.Equal(("test", "/tools/buy/approval", "it costs money", "once"),
            (Text("policy"), Text("rule"), Text("message"), Text("scope")));
        Assert.Equal(("2026-11-20T10:00:00+00:00", "2026-11-20T10:30:00+00:00", $"https://admin.example.com/approvals/{id}"),
            (Text("requestedAt"), Text("expiresAt"), Text("url")));

        foreach (var verb in (string[])["approve", "deny"])
        {
            var refused = await edge.AdminSendAsync("POST", $"/api/approvals/{id}/{verb}", "{}", AsViewer);
            Assert.Equal(403, refused.Status);
            Assert.Contains("This needs the role 'approver'; 'vera' has the role 'viewer'.", refused.Text, StringComparison.Ordinal);
        }

        Assert.Equal(ApprovalState.Pending, (await edge.FindAsync(id)).State);

        string? Text(string name) => shown.GetProperty(name).GetString();
    }

    [Fact]
    public async Task No_masked_value_can_be_guessed_from_its_digest_by_who_has_not_the_key_of_this_Edge()
    {
        var call = ApprovalPlay.Buy().Replace("\"n\":1", "\"pin\":4711", StringComparison.Ordinal);
        var digests = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            // The same call, the same caller, the same policy: only the key file is another.
            await using var edge = await ApprovalPlay.StartAsync(settings: [("Edge:Approvals:Mask:0", "args.pin")]);
            var id = await edge.AskAsync(call);
            var shown = JsonDocument.Parse((await edge.AdminAsync("GET", $"/api/approvals/{id}", AsViewer)).Body).RootElement;
            Assert.Equal("""{"pin":"***"}""", shown.GetProperty("arguments").GetString());
            digests.Add(shown.GetProperty("digest").GetString());
            Assert.Equal(id, await edge.AskAsync(call));
        }

        Assert.Equal(2, digests.Distinct().Count());
        Assert.All(digests, digest => Assert.Matches("^[0-9a-f]{64}$", digest));
    }

    [Fact]
    public async Task Nobody_without_a_user_s_token_sees_or_answers_anything()
    {
        using var folder = new GrantFolder("""{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } } ] }""");
        // Somebody gave the agent's token to a user of the admin port, too.
        await using var edge = await ApprovalPlay.StartAsync(settings: folder.Settings(
            ("Edge:Admin:Users:3:name", "agent"), ("Edge:Admin:Users:3:tokenHash", GrantFolder.HashA),
                ("Edge:Admin:Users:3:role", "admin")));
        var asAgent = $"Authorization: Bearer {GrantFolder.TokenA}";
        var id = await edge.AskAsync(ApprovalPlay.Buy(), asAgent);
        foreach (var headers in (string[][])[[], [asAgent]])
        {
            Assert.Equal(401, (await edge.AdminAsync("GET", "/api/approvals", headers)).Status);
            Assert.Equal(401, (await edge.AdminAsync("GET", $"/api/approvals/{id}", headers)).Status);
            Assert.Equal(401, (await edge.AdminSendAsync("POST", $"/api/approvals/{id}/approve", "{}", headers)).Status);
        }

        var foreign = await edge.AdminSendAsync("POST", $"/api/approvals/{id}/approve", "{}", AsApprover, "Origin: https://evil.example");
        Assert.Equal(403, foreign.Status);
        Assert.Equal(415,
            (await edge.AdminSendAsync("POST", $"/api/approvals/{id}/approve", "{}", AsApprover, "Content-Type: text/plain")).Status);
        Assert.Equal(ApprovalState.Pending, (await edge.FindAsync(id)).State);
    }

    [Fact]
    public async Task What_was_answered_cannot_be_answered_again_and_says_by_whom_it_was()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(clock: clock);
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        var approved = await edge.AdminSendAsync("POST", $"/api/approvals/{id}/approve", """{"reason":"go on"}""", AsApprover);
        Assert.Contains("\"state\":\"approved\"", approved.Text, StringComparison.Ordinal);
        Assert.Contains("\"answeredBy\":\"paul\",\"answeredAt\":\"2026-11-20T10:00:00+00:00\",\"reason\":\"go on\"", approved.Text,
            StringComparison.Ordinal);
        await ConflictAsync(edge, id, "This approval is approved, by 'paul': it cannot be answered any more.");
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
        await ConflictAsync(edge, id, "This approval is consumed, by 'paul': it cannot be answered any more.");
        var over = await edge.AskAsync(ApprovalPlay.Buy());
        clock.Advance(TimeSpan.FromMinutes(30));
        await ConflictAsync(edge, over, "This approval is expired: it cannot be answered any more.");
        foreach (var path in (string[])["01ABC", "x", $"{id}0", "..%2ffreezes", "%01", new string('A', 100)])
        {
            Assert.Equal(404, (await edge.AdminAsync("GET", $"/api/approvals/{path}", AsApprover)).Status);
            Assert.Equal(404, (await edge.AdminSendAsync("POST", $"/api/approvals/{path}/deny", "{}", AsApprover)).Status);
        }
    }

    [Theory]
    [InlineData("approve", """{"reason":""}""", "reason")]
    [InlineData("approve", """{"reason":"a\nb"}""", "reason")]
    [InlineData("approve", """{"calls":0}""", "calls")]
    [InlineData("approve", """{"calls":1001}""", "calls")]
    [InlineData("approve", """{"minutes":0}""", "minutes")]
    [InlineData("approve", """{"minutes":1441}""", "minutes")]
    [InlineData("deny", """{"calls":1}""", "scope")]
    [InlineData("deny", """{"minutes":1}""", "scope")]
    [InlineData("approve", """{"cals":1}""", "body")]
    [InlineData("approve", """{"calls":"1"}""", "body")]
    [InlineData("approve", "", "body")]
    public async Task A_mistaken_answer_is_explained_and_changes_nothing(string verb, string body, string code)
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        var answer = await edge.AdminSendAsync("POST", $"/api/approvals/{id}/{verb}", body, AsApprover);
        Assert.Equal((400, code), (answer.Status, JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetString()));
        Assert.Equal(ApprovalState.Pending, (await edge.FindAsync(id)).State);
        Assert.Equal(400, (await edge.AdminAsync("GET", "/api/approvals?state=approved", AsApprover)).Status);
    }

    [Fact]
    public async Task An_answer_that_cannot_be_recorded_is_not_taken()
    {
        var full = new FailingAuditFile.Switch { IsFull = true };
        await using var edge = await ApprovalPlay.StartAsync(services: services =>
            services.AddSingleton<OpenAuditFile>(path => new FailingAuditFile(DiskAuditFile.Open(path), full)));
        var desk = edge.Services.GetRequiredService<ApprovalDesk>();
        var asked = await edge.Services.GetRequiredService<IApprovalStore>().AskAsync(AskedFor.Call(), default);
        await edge.PostAsync(ApprovalPlay.Buy());
        await Deadline.Until(() => !edge.Services.GetRequiredService<AuditRecorder>().CanRecord, "the disk to be full");
        await Assert.ThrowsAsync<UnrecordedException>(async () =>
            await desk.AnswerAsync(asked.Approval!.Id, new ApprovalVerdict("anna", true), default));
        var answer = await edge.AdminSendAsync("POST", $"/api/approvals/{asked.Approval!.Id}/approve", "{}", AsApprover);
        Assert.Equal(503, answer.Status);
        Assert.Contains("audit_unavailable", answer.Text, StringComparison.Ordinal);
        Assert.Equal(ApprovalState.Pending, (await edge.FindAsync(asked.Approval.Id)).State);
    }

    [Fact]
    public async Task A_store_that_fails_says_so()
    {
        await using var edge =
            await ApprovalPlay.StartAsync(services: services => services.AddSingleton<IApprovalStore, FailingApprovals>());
        Assert.Equal(503, (await edge.AdminAsync("GET", "/api/approvals", AsApprover)).Status);
        Assert.Equal(503, (await edge.AdminSendAsync("POST", "/api/approvals/01ABC/approve", "{}", AsApprover)).Status);
    }

    [Fact]
    public async Task Whoever_watches_is_told_of_each_change()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var desk = edge.Services.GetRequiredService<ApprovalDesk>();
        await using var changes = desk.ChangesAsync(Deadline.Token).GetAsyncEnumerator();
        Assert.True(await changes.MoveNextAsync());
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        Assert.True(await changes.MoveNextAsync());
        Assert.Equal(id, Assert.Single(await desk.ListAsync(true, default)).Id);
        var next = changes.MoveNextAsync().AsTask();
        Assert.False(next.IsCompleted);
        await edge.ApproveAsync(id);
        Assert.True(await next);
        next = changes.MoveNextAsync().AsTask();
        await edge.CallAsync(ApprovalPlay.Buy());
        Assert.True(await next);
    }

    [Fact]
    public async Task Those_whose_time_is_over_expire_by_themselves()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(clock: clock);
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return edge.Logs.Lines.Any(l => l is { Id.Id: 1004, Id.Name: "Expired" });
            },
            "the approval to expire");
        Assert.Contains(edge.Logs.Lines, l => l.Message == $"Approval {id} of 'buy' from 'anonymous' expired.");
    }

    private static async Task ConflictAsync(EdgeHost edge, string id, string detail)
    {
        foreach (var verb in (string[])["approve", "deny"])
        {
            var answer = await edge.AdminSendAsync("POST", $"/api/approvals/{id}/{verb}", "{}", AsApprover);
            var problem = JsonDocument.Parse(answer.Body).RootElement;
            Assert.Equal((409, "approval_not_pending", detail),
                (answer.Status, problem.GetProperty("code").GetString(), problem.GetProperty("detail").GetString()));
        }
    }
}
