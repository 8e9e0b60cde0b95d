using Edge.Gateway.Approvals;
using Edge.Policy.Approvals;
using Edge.Testing;
using Edge.Tests.Admin;
using Edge.Tests.Grants;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>Calls that wait for a person.</summary>
public sealed class HoldTests
{
    private static readonly TimeSpan Hold = TimeSpan.FromSeconds(50);

    [Fact]
    public async Task A_held_call_says_nothing_and_goes_on_by_itself_when_it_is_approved()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        using var call = await RawConnection.SendAsync(edge.Mcp, "POST", ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        Assert.Equal("", call.Received);
        Assert.Empty(edge.Server.Received);
        await edge.ApproveAsync(await edge.PendingAsync());
        await call.ReadUntilAsync("\"result\":{}");
        Assert.Single(edge.Server.Received);
        await edge.HeldAsync(0);
    }

    [Fact]
    public async Task A_held_call_is_answered_when_it_is_denied()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        var call = edge.ReasonAsync(ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        await edge.DenyAsync(await edge.PendingAsync());
        Assert.Equal("approval_denied", await call);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task When_nobody_answers_it_is_told_to_call_again()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, clock);
        var call = edge.AskAsync(ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        var id = await edge.PendingAsync();
        clock.Advance(Hold - TimeSpan.FromSeconds(1));
        Assert.False(call.IsCompleted);
        await AdvanceUntilAsync(clock, call);
        Assert.Equal(id, await call);
        await edge.HeldAsync(0);
        Assert.Equal(ApprovalState.Pending, (await edge.FindAsync(id)).State);
    }

    [Fact]
    public async Task An_approval_that_expires_meanwhile_ends_the_waiting()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(
            """{ "version": "1", "default": "deny", "tools": { "buy": { "approval": { "hold": "50s", "timeout": "10s" } } } }""", clock);
        var call = edge.ReasonAsync(ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        await AdvanceUntilAsync(clock, call);
        Assert.Equal("approval_expired", await call);
        Assert.True(clock.GetUtcNow() < new DateTimeOffset(2026, 11, 20, 10, 0, 45, TimeSpan.Zero));
    }

    [Fact]
    public async Task What_is_frozen_meanwhile_does_not_pass_though_it_is_approved()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        var call = edge.ReasonAsync(ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        var id = await edge.PendingAsync();
        await edge.FreezeAsync("""{"scope":"all"}""");
        await edge.ApproveAsync(id);
        Assert.Equal("frozen", await call);
        Assert.Empty(edge.Server.Received);
        Assert.Equal(0, (await edge.FindAsync(id)).Used);
    }

    [Fact]
    public async Task A_grant_that_is_taken_away_meanwhile_does_not_pass_though_its_call_is_approved()
    {
        using var folder = new GrantFolder("""{ "grants": [ { "id": "a", "tokenHashes": [ "<A>" ], "servers": { "server": {} } } ] }""");
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, clock, settings: folder.Settings());
        var call = edge.ReasonAsync(ApprovalPlay.Buy(), $"Authorization: Bearer {GrantFolder.TokenA}");
        await edge.HeldAsync(1);
        folder.Write("""{ "grants": [ { "id": "b", "tokenHashes": [ "<B>" ], "servers": { "server": {} } } ] }""");
        await Deadline.Until(
            () =>
            {
                clock.Advance(TimeSpan.FromMilliseconds(500));
                return edge.Services.GetRequiredService<Edge.Gateway.Callers.GrantCatalog>().Current.Grants[0].Id == "b";
            },
            "the grants to be loaded");
        await edge.ApproveAsync(await edge.PendingAsync());
        Assert.Equal("no_policy", await call);
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_policy_that_changes_meanwhile_is_the_next_call_s_to_be_judged_by()
    {
        var clock = new ManualTimeProvider();
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, clock);
        var call = edge.AskAsync(ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        await edge.ReplacePolicyAsync(EdgeHost.AllowOne);
        var slot = edge.Services.GetRequiredService<Edge.Gateway.Policies.PolicyCatalog>().Slots.Single();
        var before = slot.Current;
        await Deadline.Until(
            () =>
            {
                if (slot.Current == before)
                    clock.Advance(TimeSpan.FromMilliseconds(100));
                return slot.Current != before;
            },
            "the policy to be loaded");
        var id = await edge.PendingAsync();
        await edge.ApproveAsync(id);
        Assert.Equal(id, await call);
        Assert.Empty(edge.Server.Received);
        Assert.Equal("not_listed", await edge.ReasonAsync(ApprovalPlay.Buy()));
    }

    [Fact]
    public async Task A_caller_that_leaves_is_waited_for_no_longer_and_its_approval_stays()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        var call = await RawConnection.SendAsync(edge.Mcp, "POST", ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        call.Dispose();
        await edge.HeldAsync(0);
        var id = await edge.PendingAsync();
        await edge.ApproveAsync(id);
        Assert.Empty(edge.Server.Received);
        Assert.Null(await edge.CallAsync(ApprovalPlay.Buy()));
    }

    [Fact]
    public async Task A_shutdown_answers_what_is_held()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        var call = edge.AskAsync(ApprovalPlay.Buy());
        await edge.HeldAsync(1);
        var stopping = edge.StopAsync();
        await call;
        await stopping;
    }

    [Fact]
    public async Task At_most_eight_calls_of_a_grant_are_held_and_the_others_are_answered_at_once()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        var held = Enumerable.Range(0, 8).Select(i => edge.CallAsync(ApprovalPlay.Buy(i))).ToList();
        await edge.HeldAsync(8);
        await edge.AskAsync(ApprovalPlay.Buy(8));
        foreach (var approval in await edge.Services.GetRequiredService<IApprovalStore>().ListAsync(true, default))
            await edge.ApproveAsync(approval.Id);
        Assert.All(await Task.WhenAll(held), Assert.Null);
        Assert.Equal(8, edge.Server.Received.Count);
    }

    [Fact]
    public async Task At_most_sixty_four_calls_are_held_in_all()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider(),
            settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        edge.Server.Answer = (context, _) => ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
        for (var i = 0; i < 9; i++)
            await edge.PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", $"Authorization: Bearer {i}");
        var held = Enumerable.Range(0, 64).Select(i => edge.CallAsync(ApprovalPlay.Buy(i), $"Authorization: Bearer {i / 8}")).ToList();
        await edge.HeldAsync(64);
        await edge.AskAsync(ApprovalPlay.Buy(), "Authorization: Bearer 8");
        await edge.StopAsync();
        Assert.All(await Task.WhenAll(held), answer => Assert.NotNull(answer));
    }

    [Fact]
    public async Task A_large_body_is_not_held()
    {
        await using var edge = await ApprovalPlay.StartAsync(ApprovalPlay.Holding, new ManualTimeProvider());
        await edge.AskAsync(ApprovalPlay.Buy().Replace("\"params\":{", $"\"params\":{{\"_meta\":{{\"x\":\"{new string('x', 200_000)}\"}},",
            StringComparison.Ordinal).Replace("\"n\":1", $"\"n\":\"{new string('x', 100_000)}\"", StringComparison.Ordinal));
        Assert.Equal(0, edge.Services.GetRequiredService<HeldCalls>().Count);
    }

    // The waiting may not have begun to look at the clock: it goes on until it has.
    private static Task AdvanceUntilAsync(ManualTimeProvider clock, Task call) => Deadline.Until(
        () =>
        {
            if (!call.IsCompleted)
                clock.Advance(TimeSpan.FromSeconds(1));
            return call.IsCompleted;
        },
        "the call to be answered");
}
