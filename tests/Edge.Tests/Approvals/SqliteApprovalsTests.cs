using Edge.Policy.Approvals;
using Edge.Policy.Stores;
using Edge.Testing;
using Edge.Tests.Stores.Sqlite;
using Xunit;

namespace Edge.Tests.Approvals;

public sealed class SqliteApprovalsTests : ApprovalContract, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-sqlite-");
    private readonly ManualTimeProvider _clock = new();
    private readonly List<StoreInFile> _edges = [];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task An_approval_given_at_one_process_is_used_once_by_calls_at_others()
    {
        IApprovalStore[] edges = [await NewAsync(), await NewAsync(), await NewAsync()];
        for (var round = 0; round < 10; round++)
        {
            var asked = (await edges[0].AskAsync(AskedFor.Call($"d{round}"), default)).Approval!;
            Assert.Equal(asked, (await edges[1].AskAsync(AskedFor.Call($"d{round}"), default)).Approval);
            await edges[1].ChangeAsync(asked.Id, (approval, now) => approval.Answer(new ApprovalVerdict("anna", true), now), default);
            Assert.Equal(ApprovalState.Approved, (await edges[2].AskAsync(AskedFor.Call($"d{round}"), default)).Approval!.State);
            var uses = await Task.WhenAll(edges.Select(edge =>
                edge.ChangeAsync(asked.Id, static (approval, now) => approval.Consume(now), default).AsTask()));
            Assert.Single(uses, use => use.Happened);
        }
    }

    [Fact]
    public async Task An_approval_outlives_the_process_that_asked_for_it_and_the_one_that_took_the_answer()
    {
        var first = await NewAsync();
        var asked = (await first.AskAsync(AskedFor.Call(), default)).Approval!;
        _edges[0].Kill();
        var second = await NewAsync();
        Assert.Equal(asked, await second.FindAsync(asked.Id, default));
        var answered = await second.ChangeAsync(asked.Id, (approval, now) =>
            approval.Answer(new ApprovalVerdict("anna", true, "why not"), now), default);
        _edges[1].Kill();
        Assert.Equal(answered.Approval, (await (await NewAsync()).AskAsync(AskedFor.Call(), default)).Approval);
    }

    [Fact]
    public async Task A_file_that_cannot_be_used_approves_nothing()
    {
        var store = await NewAsync();
        var asked = (await store.AskAsync(AskedFor.Call(), default)).Approval!;
        await store.ChangeAsync(asked.Id, (approval, now) => approval.Answer(new ApprovalVerdict("anna", true), now), default);
        _edges[0].Kill();
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
        _edges.Add(await StoreInFile.OpenAsync(Path.Combine(_folder.FullName, "edge.db"), _clock));
        return _edges[^1].Approvals;
    }

    private protected override ValueTask PassAsync(TimeSpan time)
    {
        _clock.Advance(time);
        return default;
    }
}
