using Edge.Policy.Approvals;
using Edge.Policy.Stores;
using Edge.Stores.Postgres;
using Edge.Testing.Postgres;
using Edge.Tests.Stores;
using Xunit;

namespace Edge.Tests.Approvals;

[Collection(PostgresCollection.Name)]
public sealed class PostgresApprovalsTests(SharedDatabase database) : ApprovalContract, IClassFixture<SharedDatabase>, IAsyncLifetime
{
    private readonly List<StoreOnDatabase> _edges = [];

    public ValueTask InitializeAsync() => new(PostgresServer.ExecuteAsync(
        database.ConnectionString,
        $"TRUNCATE edge.approvals; UPDATE edge.test_clock SET now "
            + $"= {new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero).Ticks - DateTimeOffset.UnixEpoch.Ticks}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_approval_given_at_one_Edge_is_used_once_by_calls_at_others()
    {
        IApprovalStore[] edges = [await NewAsync(), await NewAsync(), await NewAsync()];
        for (var round = 0; round < 10; round++)
        {
            var asked = (await edges[0].AskAsync(AskedFor.Call($"d{round}"), default)).Approval!;
            Assert.Equal(asked, (await edges[1].AskAsync(AskedFor.Call($"d{round}"), default)).Approval);
            await edges[1].ChangeAsync(asked.Id, (approval, now) => approval.Answer(new ApprovalVerdict("anna", true), now), default);
            Assert.Equal(ApprovalState.Approved, (await edges[2].AskAsync(AskedFor.Call($"d{round}"), default)).Approval!.State);
            var uses =
                await Task.WhenAll(
                edges.Select(edge =>
                    Task.Run(() => edge.ChangeAsync(asked.Id, static (approval, now) => approval.Consume(now), default).AsTask())));
            Assert.Single(uses, use => use.Happened);
        }
    }

    [Fact]
    public async Task An_approval_outlives_the_Edge_that_asked_for_it_and_the_one_that_took_the_answer()
    {
        var first = await NewAsync();
        var asked = (await first.AskAsync(AskedFor.Call(), default)).Approval!;
        await _edges[0].KillAsync();
        var second = await NewAsync();
        Assert.Equal(asked, await second.FindAsync(asked.Id, default));
        var answered = await second.ChangeAsync(asked.Id, (approval, now) =>
            approval.Answer(new ApprovalVerdict("anna", true, "why not"), now), default);
        await _edges[1].KillAsync();
        Assert.Equal(answered.Approval, (await (await NewAsync()).AskAsync(AskedFor.Call(), default)).Approval);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_approves_nothing()
    {
        var store = await NewAsync();
        var asked = (await store.AskAsync(AskedFor.Call(), default)).Approval!;
        await store.ChangeAsync(asked.Id, (approval, now) => approval.Answer(new ApprovalVerdict("anna", true), now), default);
        await _edges[0].KillAsync();
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.AskAsync(AskedFor.Call(), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await store.ChangeAsync(asked.Id, static (approval, now) => approval.Consume(now), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.FindAsync(asked.Id, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.ListAsync(false, default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.SweepAsync(default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () => await store.RevisionAsync(default));
    }

    private protected override async ValueTask<IApprovalStore> NewAsync()
    {
        _edges.Add(await StoreOnDatabase.OpenAsync(database.ConnectionString));
        return new PostgresApprovals(_edges[^1].Database);
    }

    private protected override ValueTask PassAsync(TimeSpan time) =>
        new(PostgresServer.ExecuteAsync(database.ConnectionString, $"UPDATE edge.test_clock SET now = now + {time.Ticks}"));
}
