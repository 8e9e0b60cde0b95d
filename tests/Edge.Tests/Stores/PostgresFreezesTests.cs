using Edge.Policy.Freezes;
using Edge.Policy.Stores;
using Edge.Stores.Postgres;
using Edge.Testing.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresFreezesTests(SharedDatabase database) : FreezeContract, IClassFixture<SharedDatabase>, IAsyncLifetime
{
    private readonly List<StoreOnDatabase> _edges = [];

    public ValueTask InitializeAsync() => new(PostgresServer.ExecuteAsync(
        database.ConnectionString,
        $"TRUNCATE edge.freezes; UPDATE edge.freeze_revision SET revision = 0; UPDATE edge.test_clock SET now "
            + $"= {new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero).Ticks - DateTimeOffset.UnixEpoch.Ticks}"));

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_freeze_at_one_Edge_holds_at_every_other_from_the_next_search_on()
    {
        IFreezeStore[] edges = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        for (var i = 0; i < 30; i++)
        {
            await edges[i % 3].SetAsync(FreezeTarget.Grant("alice"), "ann", null, CancellationToken.None);
            Assert.All(await FindAllAsync(edges), Assert.NotNull);
            await edges[(i + 1) % 3].ClearAsync(FreezeTarget.Grant("alice"), CancellationToken.None);
            Assert.All(await FindAllAsync(edges), Assert.Null);
        }
    }

    [Fact]
    public async Task A_freeze_outlives_the_Edge_that_made_it()
    {
        var first = await OpenAsync();
        await first.SetAsync(FreezeTarget.All, "ann", "enough", CancellationToken.None);
        await _edges[0].KillAsync();

        var freeze = await (await OpenAsync()).FindAsync("alice", "runpod", CancellationToken.None);

        Assert.Equal(("ann", "enough"), (freeze!.By, freeze.Reason));
    }

    [Theory]
    [InlineData(FailureMode.Closed)]
    [InlineData(FailureMode.Open)]
    public async Task A_database_that_does_not_answer_thaws_nobody(object mode)
    {
        var freezes = await OpenAsync((FailureMode)mode);
        await freezes.SetAsync(FreezeTarget.Grant("alice"), "ann", null, CancellationToken.None);
        Assert.NotNull(await freezes.FindAsync("alice", "runpod", CancellationToken.None));

        await _edges[0].KillAsync();

        Assert.NotNull(freezes.FindLastKnown("alice", "runpod"));
        if ((FailureMode)mode == FailureMode.Open)
        {
            Assert.NotNull(await freezes.FindAsync("alice", "runpod", CancellationToken.None));
            Assert.Null(await freezes.FindAsync("bob", "runpod", CancellationToken.None));
        }
        else
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
                await freezes.FindAsync("alice", "runpod", CancellationToken.None));
        }

        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await freezes.SetAsync(FreezeTarget.All, "ann", null, CancellationToken.None));
    }

    private protected override async ValueTask<IFreezeStore> NewAsync() => await OpenAsync();

    private async Task<IFreezeStore> OpenAsync(FailureMode mode = FailureMode.Closed)
    {
        _edges.Add(await StoreOnDatabase.OpenAsync(database.ConnectionString));
        return new PostgresFreezes(_edges[^1].Database, new PostgresSettings { FailureMode = mode });
    }

    private static Task<Freeze?[]> FindAllAsync(IFreezeStore[] edges) =>
        Task.WhenAll(Enumerable.Range(0, 12)
        .Select(i => Task.Run(() => edges[i % edges.Length].FindAsync("alice", "runpod", CancellationToken.None).AsTask())));
}
