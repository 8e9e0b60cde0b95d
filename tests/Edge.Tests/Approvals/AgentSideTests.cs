using System.Text;
using System.Text.Json;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Grants;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>Calls that need a person and are answered at once, seen from the wire.</summary>
public sealed class AgentSideTests
{
    [Fact]
    public async Task The_call_is_told_where_a_person_can_approve_it_and_passes_once_when_one_did()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(clock: clock,
            settings: ("Edge:Admin:PublicUrl", "https://admin.example.com/"));
        var answer = await edge.PostAsync(ApprovalPlay.Buy());
        var decision = ApprovalPlay.DecisionOf(answer)!.Value;
        var id = decision.GetProperty("approval").GetProperty("id").GetString()!;
        Assert.Equal("approval_required", decision.GetProperty("decision").GetString());
        Assert.Equal("approval_required", decision.GetProperty("reason").GetString());
        Assert.Equal("/tools/buy/approval", decision.GetProperty("rule").GetString());
        Assert.Equal($$"""{"id":"{{id}}","url":"https://admin.example.com/approvals/{{id}}","expiresAt":"2026-11-20T10:30:00Z"}""",
            decision.GetProperty("approval").GetRawText());
        Assert.Equal(
            $"Blocked by policy: it costs money. Approval {id} was asked for at https://admin.example.com/approvals/{id}. Call again "
                + $"with the same arguments after approval.",
            JsonDocument.Parse(answer.Body).RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString());

        Assert.Equal(id, await edge.AskAsync(ApprovalPlay.Buy()));
        await edge.ApproveAsync(id);
        Assert.NotEqual(id, await edge.AskAsync(ApprovalPlay.Buy(2)));
        Assert.Empty(edge.Server.Received);
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
        Assert.Equal(ApprovalPlay.Buy(), Encoding.UTF8.GetString(Assert.Single(edge.Server.Received).Body));
        Assert.NotEqual(id, await edge.AskAsync(ApprovalPlay.Buy()));
        Assert.Single(edge.Server.Received);
    }

    [Theory]
    [InlineData("""{"reason":"too expensive"}""", "Blocked by policy: a person denied this call: too expensive.")]
    [InlineData("{}", "Blocked by policy: a person denied this call.")]
    public async Task A_denied_call_is_told_why_until_its_time_is_over(string body, string text)
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(clock: clock);
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await edge.DenyAsync(id, body);
        var answer = await edge.PostAsync(ApprovalPlay.Buy());
        var decision = ApprovalPlay.DecisionOf(answer)!.Value;
        Assert.Equal(("deny", "approval_denied", id),
            (decision.GetProperty("decision").GetString(), decision.GetProperty("reason").GetString(), decision.GetProperty("approval")
                .GetProperty("id").GetString()));
        Assert.Equal(text, JsonDocument.Parse(answer.Body).RootElement.GetProperty("result").GetProperty("content")[0].GetProperty("text")
            .GetString());
        clock.Advance(TimeSpan.FromMinutes(30));
        Assert.NotEqual(id, await edge.AskAsync(ApprovalPlay.Buy()));
    }

    [Fact]
    public async Task Of_many_calls_at_once_exactly_one_passes_on_one_approval()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        await edge.ApproveAsync(await edge.AskAsync(ApprovalPlay.Buy()));
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(_ => edge.CallAsync(ApprovalPlay.Buy())));
        Assert.Single(answers, a => a is null);
        Assert.Single(edge.Server.Received);
        Assert.Single(answers.Where(a => a is not null).Select(a => a!.Value.GetProperty("approval").GetProperty("id").GetString())
            .Distinct());
    }

    [Fact]
    public async Task Of_many_calls_at_once_as_many_pass_as_were_approved_and_each_takes_its_limit()
    {
        await using var edge = await ApprovalPlay.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": {}, "rate_limit": "100/day" } } }""");
        await edge.ApproveAsync(await edge.AskAsync(ApprovalPlay.Buy()), """{"calls":5}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 24).Select(i => edge.CallAsync(ApprovalPlay.Buy(i))));
        Assert.Equal(5, answers.Count(a => a is null));
        Assert.Equal(5, edge.Server.Received.Count);
        await edge.ApproveAsync((await edge.Services.GetRequiredService<IApprovalStore>().ListAsync(true, default))[0].Id,
            """{"minutes":5}""");
        // Five were counted, and none of those that came too late.
        Assert.StartsWith("\"rate_limit_86400s\";r=94;", (await edge.PostAsync(ApprovalPlay.Buy())).Header("RateLimit"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_call_without_room_in_its_limits_uses_no_approval()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": {}, "rate_limit": "1/minute" } } }""", clock);
        var (first, second) = (await edge.AskAsync(ApprovalPlay.Buy(1)), await edge.AskAsync(ApprovalPlay.Buy(2)));
        await edge.ApproveAsync(first);
        await edge.ApproveAsync(second);
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy(1)));
        Assert.Equal("rate_limited", await edge.ReasonAsync(ApprovalPlay.Buy(2)));
        Assert.Equal(0, (await edge.FindAsync(second)).Used);
        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy(2)));
    }

    [Fact]
    public async Task A_call_that_reaches_no_server_gives_back_its_approval_and_its_limits()
    {
        await using var edge = await ApprovalPlay.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": {}, "rate_limit": "1/day" } } }""",
            settings: ("ReverseProxy:Clusters:server:Destinations:primary:Address", $"http://127.0.0.1:{FreePort.Next()}/"));
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await edge.ApproveAsync(id);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(502, (await edge.PostAsync(ApprovalPlay.Buy())).Status);
            Assert.Equal((Edge.Policy.Approvals.ApprovalState.Approved, 0),
                ((await edge.FindAsync(id)).State, (await edge.FindAsync(id)).Used));
        }
    }

    [Fact]
    public async Task A_call_that_reached_the_server_counts_whatever_it_says()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        edge.Server.Answer = (context, _) =>
            ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{"isError":true,"content":[]}}""");
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await edge.ApproveAsync(id);
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
        Assert.NotEqual(id, await edge.AskAsync(ApprovalPlay.Buy()));
    }

    [Fact]
    public async Task What_rules_and_conditions_refuse_no_approval_lets_pass()
    {
        await using var edge = await ApprovalPlay.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": {}, "require": [ { "path": "args.n", "op": "lte","""
                + """ "value": 3 } ] } } }""");
        await edge.ApproveAsync(await edge.AskAsync(ApprovalPlay.Buy(1)), """{"minutes":60}""");
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy(2)));
        Assert.Equal("condition_failed", await edge.ReasonAsync(ApprovalPlay.Buy(4)));
        await edge.FreezeAsync("""{"scope":"all"}""");
        Assert.Equal("frozen", await edge.ReasonAsync(ApprovalPlay.Buy(2)));
    }

    [Fact]
    public async Task Shadow_records_and_asks_nobody()
    {
        foreach (var policy in (string[])[
            """{ "version": "1", "mode": "shadow", "default": "deny", "tools": { "buy": { "approval": {} } } }""",
                """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": {}, "shadow": true } } }"""])
        {
            await using var edge = await ApprovalPlay.StartAsync(policy);
            Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
            Assert.Single(edge.Server.Received);
            Assert.Empty(await edge.Services.GetRequiredService<IApprovalStore>().ListAsync(false, default));
            Assert.Contains(edge.Logs.Lines,
                l => l.Message.Contains("would be denied by rule '/tools/buy/approval': approval_required", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Arguments_that_are_too_long_to_be_shown_cannot_be_approved()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var call = ApprovalPlay.Buy().Replace("\"n\":1", $"\"n\":\"{new string('x', 256 * 1024 - 8)}\"", StringComparison.Ordinal);
        await edge.AskAsync(call);
        var answer = (await edge.CallAsync(call.Replace("xx", "xxx", StringComparison.Ordinal)))!.Value;
        Assert.Equal(("deny", "approval_required"), (answer.GetProperty("decision").GetString(), answer.GetProperty("reason").GetString()));
        Assert.False(answer.TryGetProperty("approval", out _));
        Assert.Single(await edge.Services.GetRequiredService<IApprovalStore>().ListAsync(false, default));
    }

    [Fact]
    public async Task A_caller_has_at_most_twenty_calls_waiting_and_invented_credentials_share_them()
    {
        await using var edge = await ApprovalPlay.StartAsync(settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        edge.Server.Answer = (context, _) => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        for (var i = 0; i < 20; i++)
            await edge.AskAsync(ApprovalPlay.Buy(i), $"Authorization: Bearer invented-{i}");
        var refused = (await edge.CallAsync(ApprovalPlay.Buy(), "Authorization: Bearer one-more"))!.Value;
        Assert.Equal(("deny", "approval_required"),
            (refused.GetProperty("decision").GetString(), refused.GetProperty("reason").GetString()));
        // One whose credential the server accepts has room of its own.
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy(tool: "free"), "Authorization: Bearer real"));
        await edge.AskAsync(ApprovalPlay.Buy(), "Authorization: Bearer real");
    }

    [Theory]
    [InlineData("closed")]
    [InlineData("open")]
    public async Task A_store_that_fails_approves_nothing_whatever_its_failure_mode(string mode)
    {
        await using var edge = await ApprovalPlay.StartAsync(
            services: services => services.AddSingleton<IApprovalStore, FailingApprovals>(), settings: ("Edge:Store:FailureMode", mode));
        Assert.Equal("store_unavailable", await edge.ReasonAsync(ApprovalPlay.Buy()));
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task An_approval_of_one_grant_is_none_of_another()
    {
        using var folder =
            new GrantFolder(
            """{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } }, { "id": "b", "tokenHashes": [ "<B>" """
                + """], "servers": { "server": {} } } ] }""");
        await using var edge = await ApprovalPlay.StartAsync(settings: folder.Settings());
        var (a, b) = ($"Authorization: Bearer {GrantFolder.TokenA}", $"Authorization: Bearer {GrantFolder.TokenB}");
        var id = await edge.AskAsync(ApprovalPlay.Buy(), a);
        await edge.ApproveAsync(id);
        Assert.NotEqual(id, await edge.AskAsync(ApprovalPlay.Buy(), b));
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy(), a));
        Assert.Equal("a", (await edge.FindAsync(id)).Binding.Grant);
    }

    [Theory]
    [InlineData("rpc_error", 200, -31003)]
    [InlineData("http", 403, -31003)]
    public async Task The_style_of_denials_holds_for_calls_that_wait(string style, int status, int code)
    {
        await using var edge = await ApprovalPlay.StartAsync(settings: ("Edge:Wire:DenyStyle", style));
        var answer = await edge.PostAsync(ApprovalPlay.Buy());
        var error = JsonDocument.Parse(answer.Body).RootElement.GetProperty("error");
        Assert.Equal((status, code), (answer.Status, error.GetProperty("code").GetInt32()));
        Assert.Equal(await edge.PendingAsync(), error.GetProperty("data").GetProperty("edge.policy/decision").GetProperty("approval")
            .GetProperty("id").GetString());
    }

    [Fact]
    public async Task A_call_that_cannot_be_recorded_gives_its_approval_back()
    {
        await using var edge = await ApprovalPlay.StartAsync();
        var id = await edge.AskAsync(ApprovalPlay.Buy());
        await edge.ApproveAsync(id);
        var writer = edge.Services.GetRequiredService<Edge.Gateway.Audit.AuditWriter>();
        await writer.StopAsync(default);
        Assert.Equal(503, (await edge.PostAsync(ApprovalPlay.Buy())).Status);
        await Deadline.Until(async () => (await edge.FindAsync(id)).Used == 0, "the approval to be given back");
        Assert.Empty(edge.Server.Received);
    }
}
