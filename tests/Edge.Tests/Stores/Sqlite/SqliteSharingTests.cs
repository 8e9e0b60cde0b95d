using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Testing;
using Edge.Testing.Limits;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Edge.Tests.Stores.Sqlite;

/// <summary>Processes that come, go and die, and files that cannot be written for a while. Windows below an hour are short here.</summary>
public sealed class SqliteSharingTests : IAsyncLifetime
{
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-sqlite-");
    private readonly ManualTimeProvider _clock = new();
    private readonly List<StoreInFile> _edges = [];

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_day_outlives_a_kill_and_a_minute_does_not()
    {
        var (day, minute) = (LimitOf.Fixed(5, s_day), LimitOf.Fixed(5));
        var first = await OpenAsync();
        Assert.Equal(3, await PassAsync(first, day, 3));
        Assert.Equal(3, await PassAsync(first, minute, 3));
        first.Kill();

        var second = await OpenAsync();

        Assert.Equal(2, await PassAsync(second, day));
        Assert.Equal(5, await PassAsync(second, minute));
    }

    [Fact]
    public async Task In_a_rolling_restart_no_window_and_no_permit_is_counted_twice()
    {
        var (minute, permits) = (LimitOf.Fixed(10), LimitOf.Concurrency(4));
        var old = await OpenAsync();
        Assert.Equal(3, await PassAsync(old, minute, 3));
        var held = await AcquireAsync(old, permits);
        Assert.True((await AcquireAsync(old, permits)).IsAcquired);

        // The new one finds what the old one had in memory, both decide in the file
        var next = await OpenAsync();
        Assert.True(old.Database.IsShared && next.Database.IsShared);
        Assert.Equal(3, await PassAsync(next, minute, 3));
        Assert.Equal(2, await PassAsync(next, permits));
        Assert.False((await AcquireAsync(old, permits)).IsAcquired);
        held.Dispose();
        await old.Store.SettledAsync();
        Assert.Equal(1, await PassAsync(next, permits));
        Assert.Equal(2, await PassAsync(old, minute, 2));

        // The old one ends: its permit returns, the window stays
        await old.DisposeAsync();
        await UntilAsync(() => !next.Database.IsShared);
        Assert.Equal(2, await PassAsync(next, minute));
        Assert.Equal(1, await PassAsync(next, permits));
    }

    [Fact]
    public async Task Permits_of_a_process_that_was_killed_return()
    {
        var permits = LimitOf.Concurrency(2);
        var (dying, other) = (await OpenAsync(), await OpenAsync());
        Assert.Equal(2, await PassAsync(dying, permits));
        Assert.Equal(0, await PassAsync(other, permits));

        dying.Kill();

        await UntilAsync(() => !other.Database.IsShared);
        Assert.Equal(2, await PassAsync(other, permits));
    }

    [Fact]
    public async Task Two_processes_together_let_exactly_the_maximum_through()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var limit = LimitOf.Sliding(100);
        var passed = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => PassAsync(i % 2 == 0 ? one : two, limit))));
        Assert.Equal(100, passed.Sum());
    }

    [Fact]
    public async Task A_clock_that_was_set_back_over_a_restart_opens_no_window_again()
    {
        var first = await OpenAsync();
        Assert.Equal(5, await PassAsync(first, LimitOf.Fixed(5, s_day)));
        await first.DisposeAsync();
        _clock.JumpTo(_clock.GetUtcNow().AddDays(-3));

        Assert.Equal(0, await PassAsync(await OpenAsync(), LimitOf.Fixed(5, s_day)));
    }

    [Fact]
    public async Task A_file_that_is_locked_is_an_outage_for_lengthy_windows_alone_and_is_over_when_it_is_not()
    {
        var (day, minute) = (LimitOf.Fixed(5, s_day), LimitOf.Fixed(5));
        var edge = await OpenAsync();
        await edge.Freezes.SetAsync(FreezeTarget.Grant("g"), "ann", null, default);
        using (var connection = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "edge.db")};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE";
            command.ExecuteNonQuery();

            var problem = await Assert.ThrowsAsync<StoreUnavailableException>(() => AcquireAsync(edge, day));
            Assert.True(problem.IsOutage);
            Assert.False(edge.Database.IsAvailable);
            Assert.Equal(5, await PassAsync(edge, minute));
            Assert.NotNull(await edge.Freezes.FindAsync("g", "s", default));
        }

        await UntilAsync(() => edge.Database.IsAvailable);
        // The call that failed took nothing
        Assert.Equal(5, await PassAsync(edge, day));
    }

    [Fact]
    public async Task A_disk_that_is_full_is_an_outage_that_ends_when_there_is_room()
    {
        using var disk = SmallVolume.Make();
        if (!disk.IsMounted)
            return;
        await using (var edge = await StoreInFile.OpenAsync(Path.Combine(disk.Path, "edge.db"), _clock))
        {
            disk.Fill();
            var day = LimitOf.Fixed(1000, s_day);
            var passed = 0;
            var problem = await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            {
                for (; passed < 1000; passed++)
                    await AcquireAsync(edge, day);
            });
            Assert.True(problem.IsOutage);

            disk.Free();

            await UntilAsync(() => edge.Database.IsAvailable);
            // The call that failed took nothing
            Assert.Equal(1000 - passed - 1, (await AcquireAsync(edge, day)).Statuses[0].Remaining);
        }
    }

    private async Task<StoreInFile> OpenAsync()
    {
        _edges.Add(await StoreInFile.OpenAsync(Path.Combine(_folder.FullName, "edge.db"), _clock));
        return _edges[^1];
    }

    private static async Task<CallLease> AcquireAsync(StoreInFile edge, Policy.Calls.CompiledLimit limit) =>
        (CallLease)await edge.Limiter.AcquireAsync(LimiterFixture.Call((limit, limit.Algorithm.ToString() + limit.Window, 1)));

    private static async Task<int> PassAsync(StoreInFile edge, Policy.Calls.CompiledLimit limit, int atMost = 1000)
    {
        var passed = 0;
        while (passed < atMost && (await AcquireAsync(edge, limit)).IsAcquired)
            passed++;
        return passed;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Deadline.Token);
    }
}
