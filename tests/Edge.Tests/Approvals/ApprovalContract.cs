using Edge.Policy.Approvals;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>What every <see cref="IApprovalStore"/> does, wherever it keeps them.</summary>
public abstract class ApprovalContract
{
    private static readonly CancellationToken None = CancellationToken.None;
    private static readonly ApprovalVerdict Yes = new("anna", Agrees: true, "go on");
    private static readonly ApprovalVerdict No = new("paul", Agrees: false, "too expensive");

    /// <summary>An empty store.</summary>
    private protected abstract ValueTask<IApprovalStore> NewAsync();

    /// <summary>Lets time pass in the store.</summary>
    private protected abstract ValueTask PassAsync(TimeSpan time);

    [Fact]
    public async Task The_first_call_asks_and_the_same_call_finds_the_same_approval()
    {
        var store = await NewAsync();
        var first = await store.AskAsync(AskedFor.Call(), None);
        var again = await store.AskAsync(AskedFor.Call(), None);
        Assert.True(first is { IsNew: true, Approval.State: ApprovalState.Pending });
        Assert.False(again.IsNew);
        Assert.Equal(first.Approval, again.Approval);
        Assert.Equal(first.Approval, await store.FindAsync(first.Approval!.Id, None));
        Assert.Equal(TimeSpan.FromMinutes(30), first.Approval.ExpiresAt - first.Approval.RequestedAt);
        Assert.Equal("""{"n":1}""", first.Approval.Arguments);
    }

    [Fact]
    public async Task Another_grant_server_tool_rule_or_argument_is_another_approval()
    {
        var store = await NewAsync();
        ApprovalRequest[] calls = [AskedFor.Call(), AskedFor.Call(digest: "d2"), AskedFor.Call(grant: "bob"),
            AskedFor.Call(server: "other"), AskedFor.Call(tool: "other"), AskedFor.Call(rule: "/tools/create-pod/approval/when/0")];
        foreach (var call in calls)
            Assert.True((await store.AskAsync(call, None)).IsNew);
        await AnswerAsync(store, calls[0].Id, Yes);
        Assert.Equal(ApprovalState.Approved, (await store.AskAsync(AskedFor.Call(), None)).Approval!.State);
        foreach (var call in calls[1..])
            Assert.Equal(ApprovalState.Pending, (await store.AskAsync(call, None)).Approval!.State);
    }

    [Fact]
    public async Task A_call_finds_what_it_asked_for_under_a_key_that_is_not_in_front_any_more()
    {
        var store = await NewAsync();
        var before = AskedFor.Call(digest: "under the old key");
        Assert.True((await store.AskAsync(before, None)).IsNew);
        var now = AskedFor.Call(digest: "under the new key") with { Former = [before.Binding] };
        Assert.Equal(before.Id, (await store.AskAsync(now, None)).Approval!.Id);
        await AnswerAsync(store, before.Id, Yes);
        Assert.True((await store.AskAsync(now, None)) is { IsNew: false, Approval.State: ApprovalState.Approved });
        await ConsumeAsync(store, before.Id);
        Assert.True((await store.AskAsync(now, None)).IsNew);
    }

    [Fact]
    public async Task An_approval_is_used_once_and_the_next_call_asks_anew()
    {
        var store = await NewAsync();
        var id = await PendingAsync(store);
        Assert.False((await ConsumeAsync(store, id)).Happened);
        Assert.True((await AnswerAsync(store, id, Yes)).Happened);
        var used = await ConsumeAsync(store, id);
        Assert.True(used is { Happened: true, Approval: { State: ApprovalState.Consumed, Used: 1, AnsweredBy: "anna", Reason: "go on" } });
        Assert.False((await ConsumeAsync(store, id)).Happened);
        Assert.True((await store.AskAsync(AskedFor.Call(), None)).IsNew);
    }

    [Fact]
    public async Task What_is_answered_used_or_over_is_never_answered_again()
    {
        var store = await NewAsync();
        var used = await PendingAsync(store);
        await AnswerAsync(store, used, Yes);
        Assert.True(
            await AnswerAsync(store, used, No) is { Happened: false, Approval: { State: ApprovalState.Approved, AnsweredBy: "anna" } });
        await ConsumeAsync(store, used);
        Assert.True(await AnswerAsync(store, used, Yes) is { Happened: false, Approval.State: ApprovalState.Consumed });

        var denied = await PendingAsync(store);
        await AnswerAsync(store, denied, No);
        Assert.True(
            await AnswerAsync(store, denied, Yes) is { Happened: false, Approval: { State: ApprovalState.Denied, AnsweredBy: "paul" } });

        var over = await PendingAsync(store, "d2");
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.True(await AnswerAsync(store, over, Yes) is { Happened: false, Approval.State: ApprovalState.Expired });
        Assert.Equal(default, await AnswerAsync(store, "01ABC", Yes));
    }

    [Fact]
    public async Task A_no_is_told_until_its_time_is_over_and_then_a_new_one_is_asked_for()
    {
        var store = await NewAsync();
        var id = await PendingAsync(store);
        await AnswerAsync(store, id, No);
        await PassAsync(TimeSpan.FromMinutes(30) - TimeSpan.FromTicks(1));
        Assert.True(await store.AskAsync(AskedFor.Call(), None) is
        {
            IsNew: false,
            Approval: { State: ApprovalState.Denied, Reason: "too expensive" }
        });
        await PassAsync(TimeSpan.FromTicks(1));
        Assert.True((await store.AskAsync(AskedFor.Call(), None)).IsNew);
        Assert.Equal(ApprovalState.Denied, (await store.FindAsync(id, None))!.State);
    }

    [Fact]
    public async Task A_yes_that_nobody_used_in_time_is_no_yes_any_more()
    {
        var store = await NewAsync();
        var id = await PendingAsync(store);
        await AnswerAsync(store, id, Yes);
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.False((await ConsumeAsync(store, id)).Happened);
        Assert.Equal(ApprovalState.Expired, (await store.FindAsync(id, None))!.State);
        Assert.True((await store.AskAsync(AskedFor.Call(), None)).IsNew);
    }

    [Fact]
    public async Task Given_back_it_is_approved_again_once()
    {
        var store = await NewAsync();
        var id = await PendingAsync(store);
        await AnswerAsync(store, id, Yes);
        await ConsumeAsync(store, id);
        Assert.True(
            await GiveBackAsync(store, id) is { Happened: true, Approval: { State: ApprovalState.Approved, Used: 0, CallsLeft: 1 } });
        Assert.False((await GiveBackAsync(store, id)).Happened);
        Assert.Equal(id, (await store.AskAsync(AskedFor.Call(), None)).Approval!.Id);
        Assert.True((await ConsumeAsync(store, id)).Happened);
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.True((await GiveBackAsync(store, id)).Happened);
        Assert.Equal(ApprovalState.Expired, (await store.FindAsync(id, None))!.State);
        Assert.Equal(id, Assert.Single((await store.SweepAsync(None)).Expired).Id);
    }

    [Fact]
    public async Task A_yes_to_the_tool_is_good_for_so_many_calls_of_the_same_grant_tool_and_rule()
    {
        var store = await NewAsync();
        var id = await PendingAsync(store);
        await AnswerAsync(store, id, Yes with { Calls = 2 });
        Assert.Equal(id, (await store.AskAsync(AskedFor.Call("d2"), None)).Approval!.Id);
        Assert.True((await store.AskAsync(AskedFor.Call("d2", grant: "bob"), None)).IsNew);
        Assert.True((await store.AskAsync(AskedFor.Call("d2", tool: "other"), None)).IsNew);
        Assert.True((await store.AskAsync(AskedFor.Call("d2", rule: "/tools/create-pod/approval/when/1"), None)).IsNew);
        Assert.Equal(ApprovalState.Approved, (await ConsumeAsync(store, id)).Approval!.State);
        Assert.Equal(ApprovalState.Consumed, (await ConsumeAsync(store, id)).Approval!.State);
        Assert.False((await ConsumeAsync(store, id)).Happened);
        Assert.True((await store.AskAsync(AskedFor.Call("d2"), None)).IsNew);
    }

    [Fact]
    public async Task A_yes_for_a_time_ends_with_it_and_can_be_taken_back_before()
    {
        var store = await NewAsync();
        var first = await PendingAsync(store);
        await AnswerAsync(store, first, Yes with { Period = TimeSpan.FromHours(2) });
        for (var i = 0; i < 50; i++)
            Assert.True((await ConsumeAsync(store, first)).Happened);
        await PassAsync(TimeSpan.FromHours(2));
        Assert.False((await ConsumeAsync(store, first)).Happened);

        var second = await PendingAsync(store);
        await AnswerAsync(store, second, Yes with { Period = TimeSpan.FromHours(2) });
        Assert.True(await AnswerAsync(store, second, No) is { Happened: true, Approval.State: ApprovalState.Denied });
        Assert.False((await ConsumeAsync(store, second)).Happened);
        Assert.True((await store.AskAsync(AskedFor.Call("d2"), None)).IsNew);
    }

    [Fact]
    public async Task A_no_to_a_call_stands_before_a_yes_to_its_tool()
    {
        var store = await NewAsync();
        var denied = await PendingAsync(store);
        await AnswerAsync(store, denied, No);
        await AnswerAsync(store, await PendingAsync(store, "d2"), Yes with { Calls = 5 });
        Assert.Equal(denied, (await store.AskAsync(AskedFor.Call(), None)).Approval!.Id);
        Assert.Equal(ApprovalState.Approved, (await store.AskAsync(AskedFor.Call("d3"), None)).Approval!.State);
    }

    [Fact]
    public async Task At_most_twenty_calls_of_a_grant_wait()
    {
        var store = await NewAsync();
        for (var i = 0; i < 20; i++)
            await PendingAsync(store, $"d{i}");
        Assert.Equal(new AskedApproval(null, GrantIsFull: true), await store.AskAsync(AskedFor.Call("one more"), None));
        Assert.False((await store.AskAsync(AskedFor.Call("d7"), None)).IsNew);
        Assert.True((await store.AskAsync(AskedFor.Call("one more", grant: "bob"), None)).IsNew);
        await AnswerAsync(store, (await store.AskAsync(AskedFor.Call("d7"), None)).Approval!.Id, No);
        Assert.True((await store.AskAsync(AskedFor.Call("one more"), None)).IsNew);
        Assert.Null((await store.AskAsync(AskedFor.Call("and another"), None)).Approval);
        await PassAsync(TimeSpan.FromMinutes(30));
        Assert.True((await store.AskAsync(AskedFor.Call("and another"), None)).IsNew);
    }

    [Fact]
    public async Task Lists_begin_with_what_waits_and_leave_out_long_arguments()
    {
        var store = await NewAsync();
        var used = await PendingAsync(store, "used");
        await AnswerAsync(store, used, Yes);
        await ConsumeAsync(store, used);
        await PassAsync(TimeSpan.FromSeconds(1));
        var denied = await PendingAsync(store, "denied");
        await AnswerAsync(store, denied, No);
        await PassAsync(TimeSpan.FromSeconds(1));
        var later = (await store.AskAsync(AskedFor.Call("later", timeout: TimeSpan.FromHours(1)), None)).Approval!.Id;
        var sooner = (await store.AskAsync(AskedFor.Call("sooner", arguments: $"\"{new string('x', 20_000)}\""), None)).Approval!;
        Assert.Equal([sooner.Id, later, denied, used], (await store.ListAsync(false, None)).Select(a => a.Id));
        var pending = await store.ListAsync(true, None);
        Assert.Equal([sooner with { Arguments = null }, (await store.FindAsync(later, None))!], pending);
        Assert.Equal(20_002, (await store.FindAsync(sooner.Id, None))!.Arguments!.Length);
    }

    [Fact]
    public async Task A_sweep_tells_each_that_expired_once_and_forgets_what_is_long_over()
    {
        var store = await NewAsync();
        var pending = await PendingAsync(store);
        var unused = await PendingAsync(store, "d2");
        await AnswerAsync(store, unused, Yes);
        await PendingAsync(store, "d3", TimeSpan.FromHours(2));
        Assert.Equal((0, 2), await SweepAsync(store));
        await PassAsync(TimeSpan.FromMinutes(30));
        var swept = await store.SweepAsync(None);
        Assert.Equal(new[] { pending, unused }.Order(), swept.Expired.Select(a => a.Id).Order());
        Assert.All(swept.Expired, a => Assert.Equal((ApprovalState.Expired, a.ExpiresAt), (a.State, a.ChangedAt)));
        Assert.Equal(1, swept.Pending);
        Assert.Equal((0, 1), await SweepAsync(store));
        await PassAsync(TimeSpan.FromDays(1) + TimeSpan.FromTicks(1));
        await SweepAsync(store);
        Assert.Null(await store.FindAsync(pending, None));
        Assert.Null(await store.FindAsync(unused, None));
    }

    [Fact]
    public async Task The_revision_moves_with_every_change_and_with_nothing_else()
    {
        var store = await NewAsync();
        var seen = new HashSet<long> { await store.RevisionAsync(None) };
        var id = await PendingAsync(store);
        Assert.True(seen.Add(await store.RevisionAsync(None)));
        await store.AskAsync(AskedFor.Call(), None);
        await store.ListAsync(false, None);
        await ConsumeAsync(store, id);
        Assert.False(seen.Add(await store.RevisionAsync(None)));
        await AnswerAsync(store, id, Yes);
        Assert.True(seen.Add(await store.RevisionAsync(None)));
        await ConsumeAsync(store, id);
        Assert.True(seen.Add(await store.RevisionAsync(None)));
    }

    [Fact]
    public async Task Of_many_that_use_one_approval_at_once_exactly_one_does()
    {
        var store = await NewAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = await PendingAsync(store, $"d{round}");
            await AnswerAsync(store, id, Yes);
            var uses = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => ConsumeAsync(store, id))));
            Assert.Single(uses, use => use.Happened);
        }
    }

    [Fact]
    public async Task Of_many_that_ask_for_the_same_call_at_once_one_makes_the_approval()
    {
        var store = await NewAsync();
        for (var round = 0; round < 5; round++)
        {
            var asked = await Task.WhenAll(Enumerable.Range(0, 16)
                .Select(_ => Task.Run(() => store.AskAsync(AskedFor.Call($"d{round}"), None).AsTask())));
            Assert.Single(asked, a => a.IsNew);
            Assert.Single(asked.Select(a => a.Approval!.Id).Distinct());
        }
    }

    [Fact]
    public async Task Of_two_people_who_answer_at_once_one_is_taken()
    {
        var store = await NewAsync();
        for (var round = 0; round < 5; round++)
        {
            var id = await PendingAsync(store, $"d{round}");
            var answers =
                await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => AnswerAsync(store, id, i % 2 == 0 ? Yes : No))));
            var taken = Assert.Single(answers, a => a.Happened);
            Assert.Equal(taken.Approval, await store.FindAsync(id, None));
        }
    }

    private static async Task<string> PendingAsync(IApprovalStore store, string digest = "d1", TimeSpan? timeout = null)
    {
        var asked = await store.AskAsync(AskedFor.Call(digest, timeout: timeout), None);
        Assert.Equal(ApprovalState.Pending, asked.Approval!.State);
        return asked.Approval.Id;
    }

    private static async Task<ApprovalChange> AnswerAsync(IApprovalStore store, string id, ApprovalVerdict verdict) =>
        await store.ChangeAsync(id, (approval, now) => approval.Answer(verdict, now), None);

    private static async Task<ApprovalChange> ConsumeAsync(IApprovalStore store, string id) =>
        await store.ChangeAsync(id, static (approval, now) => approval.Consume(now), None);

    private static async Task<ApprovalChange> GiveBackAsync(IApprovalStore store, string id) =>
        await store.ChangeAsync(id, static (approval, now) => approval.GiveBack(now), None);

    private static async Task<(int Expired, int Pending)> SweepAsync(IApprovalStore store)
    {
        var swept = await store.SweepAsync(None);
        return (swept.Expired.Count, swept.Pending);
    }
}
