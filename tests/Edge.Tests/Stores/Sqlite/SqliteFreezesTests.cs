using Edge.Policy.Freezes;
using Edge.Policy.Stores;
using Xunit;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteFreezesTests : FreezeContract, IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-sqlite-");
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
    public async Task A_freeze_at_one_process_holds_at_every_other_from_the_next_search_on()
    {
        IFreezeStore[] edges = [await NewAsync(), await NewAsync(), await NewAsync()];
        for (var i = 0; i < 30; i++)
        {
            await edges[i % 3].SetAsync(FreezeTarget.Grant("alice"), "ann", null, CancellationToken.None);
            foreach (var edge in edges)
                Assert.NotNull(await edge.FindAsync("alice", "runpod", CancellationToken.None));
            await edges[(i + 1) % 3].ClearAsync(FreezeTarget.Grant("alice"), CancellationToken.None);
            foreach (var edge in edges)
                Assert.Null(await edge.FindAsync("alice", "runpod", CancellationToken.None));
        }
    }

    [Fact]
    public async Task A_freeze_outlives_the_process_that_made_it()
    {
        var first = await NewAsync();
        await first.SetAsync(FreezeTarget.All, "ann", "enough", CancellationToken.None);
        _edges[0].Kill();

        var freeze = await (await NewAsync()).FindAsync("alice", "runpod", CancellationToken.None);

        Assert.Equal(("ann", "enough"), (freeze!.By, freeze.Reason));
        Assert.True(first.SurviveRestart);
    }

    [Theory]
    [InlineData(FailureMode.Closed)]
    [InlineData(FailureMode.Open)]
    public async Task A_file_that_cannot_be_used_thaws_nobody(object mode)
    {
        await NewAsync();
        var freezes = await OpenAsync((FailureMode)mode);
        await freezes.SetAsync(FreezeTarget.Grant("alice"), "ann", null, CancellationToken.None);
        Assert.NotNull(await freezes.FindAsync("alice", "runpod", CancellationToken.None));

        _edges[1].Kill();

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
        _edges.Add(await StoreInFile.OpenAsync(Path.Combine(_folder.FullName, "edge.db"), mode: mode));
        return _edges[^1].Freezes;
    }
}
