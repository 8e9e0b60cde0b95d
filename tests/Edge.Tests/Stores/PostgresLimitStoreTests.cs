using System.Globalization;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Testing;
using Edge.Testing.Limits;
using Edge.Testing.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>What a database promises besides: several Edges, restarts, Edges that die.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresLimitStoreTests(SharedDatabase database) : IClassFixture<SharedDatabase>, IAsyncLifetime
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly List<StoreOnDatabase> _edges = [];
    private DateTimeOffset _now;

    public async ValueTask InitializeAsync()
    {
        await PostgresServer.ExecuteAsync(database.ConnectionString,
            "TRUNCATE edge.counts, edge.permits, edge.edges; UPDATE edge.state SET latest = 0");
        await SetClockAsync(s_start);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var edge in _edges)
            await edge.DisposeAsync();
    }

    [Theory]
    [InlineData(LimitAlgorithm.Fixed)]
    [InlineData(LimitAlgorithm.Sliding)]
    [InlineData(LimitAlgorithm.TokenBucket)]
    [InlineData(LimitAlgorithm.Concurrency)]
    public async Task A_thousand_calls_at_two_Edges_let_exactly_the_maximum_through(LimitAlgorithm algorithm)
    {
        StoreOnDatabase[] edges = [await OpenAsync(), await OpenAsync()];
        // More than one group of calls of each, which go in turn once both have a connection.
        var limit = LimitOf.Of(algorithm, 300);
        foreach (var edge in edges)
            await AcquireAsync(edge, (LimitOf.Fixed(2), "another", 1));

        var leases =
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => AcquireAsync(edges[i % 2], (limit, "key", 1)))));

        Assert.Equal(300, leases.Count(l => l.IsAcquired));
        Assert.InRange(leases.Where((_, i) => i % 2 == 0).Count(l => l.IsAcquired), 1, 299);
    }

    [Theory]
    [InlineData(LimitAlgorithm.Fixed, 30)]
    [InlineData(LimitAlgorithm.Sliding, 30)]
    [InlineData(LimitAlgorithm.TokenBucket, 30)]
    [InlineData(LimitAlgorithm.Fixed, 12)]
    public async Task Each_call_of_a_group_is_told_what_is_left_as_if_it_had_come_alone(LimitAlgorithm algorithm, int max)
    {
        var (edge, limit) = (await OpenAsync(), LimitOf.Of(algorithm, max));

        var leases = await Task.WhenAll(Enumerable.Range(0, 20)
            .Select(_ => AcquireAsync(edge, (limit, "key", 1), (LimitOf.Fixed(99), "k", 2))));

        Assert.Equal(Enumerable.Range(1, Math.Min(20, max)).Select(i => (decimal)(max - i)).Order(),
            leases.Where(l => l.IsAcquired).Select(l => l.Statuses[0].Remaining).Order());
        Assert.All(leases.Where(l => !l.IsAcquired), l => Assert.Equal((max, 0), (l.Refusal!.Max, l.Refusal.Remaining)));
        if (algorithm == LimitAlgorithm.TokenBucket)
            return;
        Array.ForEach(leases, l => l.GiveBack());
        await edge.Store.SettledAsync();
        Assert.Equal(max - 1, (await AcquireAsync(edge, (limit, "key", 1))).Tightest!.Value.Remaining);
    }

    [Theory]
    [InlineData(LimitAlgorithm.Fixed)]
    [InlineData(LimitAlgorithm.Sliding)]
    [InlineData(LimitAlgorithm.TokenBucket)]
    public async Task A_restart_keeps_what_was_counted(LimitAlgorithm algorithm)
    {
        var limit = LimitOf.Of(algorithm, 3);
        await using (var before = await StoreOnDatabase.OpenAsync(database.ConnectionString, new ManualTimeProvider(_now)))
            Assert.True((await AcquireAsync(before, (limit, "key", 2))).IsAcquired);

        var after = await OpenAsync();

        Assert.Equal(1, (await AcquireAsync(after, (limit, "key", 2))).Refusal!.Remaining);
    }

    [Fact]
    public async Task Permits_of_an_Edge_that_was_killed_return_thirty_seconds_after_its_last_sign_of_life()
    {
        var limit = LimitOf.Concurrency(2);
        var (dying, other) = (await StoreOnDatabase.OpenAsync(database.ConnectionString, new ManualTimeProvider(_now)), await OpenAsync());
        Assert.True((await AcquireAsync(dying, (limit, "key", 1))).IsAcquired);
        Assert.True((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);

        await dying.KillAsync();

        await SetClockAsync(s_start.AddSeconds(29.9));
        await other.Store.RenewAsync();
        Assert.False((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
        await SetClockAsync(s_start.AddSeconds(30));
        Assert.True((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
        Assert.False((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
    }

    [Fact]
    public async Task Permits_of_an_Edge_that_lives_are_held_as_long_as_it_renews()
    {
        var limit = LimitOf.Concurrency(1);
        var (holder, other) = (await OpenAsync(), await OpenAsync());
        var lease = await AcquireAsync(holder, (limit, "key", 1));

        for (var seconds = 10; seconds <= 300; seconds += 10)
        {
            await SetClockAsync(s_start.AddSeconds(seconds));
            await holder.Store.RenewAsync();
            await other.Store.SweepAsync(TimeSpan.Zero);
        }

        Assert.False((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
        lease.Dispose();
        await holder.Store.SettledAsync();
        Assert.True((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
    }

    [Fact]
    public async Task An_Edge_that_was_cut_off_finds_its_permits_before_it_takes_another()
    {
        var limit = LimitOf.Concurrency(1);
        var holder = await OpenAsync();
        Assert.True((await AcquireAsync(holder, (limit, "key", 1))).IsAcquired);

        await SetClockAsync(s_start.AddMinutes(5));

        Assert.False((await AcquireAsync(holder, (limit, "key", 1))).IsAcquired);
    }

    [Fact]
    public async Task Permits_that_linger_outlive_their_Edge()
    {
        var limit = LimitOf.Concurrency(1, TimeSpan.FromSeconds(60));
        var (dying, other) = (await StoreOnDatabase.OpenAsync(database.ConnectionString, new ManualTimeProvider(_now)), await OpenAsync());
        (await AcquireAsync(dying, (limit, "key", 1))).Linger();
        await dying.Store.SettledAsync();
        await dying.KillAsync();

        await SetClockAsync(s_start.AddSeconds(59.9));
        Assert.False((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
        await SetClockAsync(s_start.AddSeconds(60));
        Assert.True((await AcquireAsync(other, (limit, "key", 1))).IsAcquired);
    }

    [Fact]
    public async Task What_an_Edge_that_died_long_ago_held_is_swept()
    {
        var dying = await StoreOnDatabase.OpenAsync(database.ConnectionString, new ManualTimeProvider(_now));
        Assert.True((await AcquireAsync(dying, (LimitOf.Concurrency(1), "key", 1))).IsAcquired);
        await dying.KillAsync();
        var other = await OpenAsync();

        await SetClockAsync(s_start.AddMinutes(10));
        await SweepAsync(other);
        Assert.Equal(1, await CountAsync("edge.permits"));
        await SetClockAsync(s_start.AddMinutes(11));
        await SweepAsync(other);

        Assert.Equal(0, await CountAsync("edge.permits"));
        Assert.Equal(0, await CountAsync("edge.edges"));
    }

    [Fact]
    public async Task A_call_whose_caller_left_while_it_was_decided_gives_back()
    {
        var edge = await OpenAsync();
        var limit = LimitOf.Fixed(1);
        await using var gate = new Npgsql.NpgsqlConnection($"{database.ConnectionString};Pooling=false");
        await gate.OpenAsync();
        await using (var hold = new Npgsql.NpgsqlCommand("BEGIN; LOCK TABLE edge.counts IN ACCESS EXCLUSIVE MODE", gate))
            await hold.ExecuteNonQueryAsync();
        using var caller = new CancellationTokenSource();
        var call = edge.Limiter.AcquireAsync(LimiterFixture.Call((limit, "key", 1)), cancellationToken: caller.Token).AsTask();

        await caller.CancelAsync();
        await using (var release = new Npgsql.NpgsqlCommand("COMMIT", gate))
            await release.ExecuteNonQueryAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        await edge.Store.SettledAsync();
        Assert.True((await AcquireAsync(edge, (limit, "key", 1))).IsAcquired);
    }

    [Fact]
    public async Task Calls_with_many_counts_in_any_order_never_wait_for_each_other()
    {
        StoreOnDatabase[] edges = [await OpenAsync(), await OpenAsync()];
        var limits = Enum.GetValues<LimitAlgorithm>().Select(a => LimitOf.Of(a, 1_000_000)).ToArray();

        var leases = await Task.WhenAll(Enumerable.Range(0, 200).Select(call => Task.Run(() =>
        {
            var charges = new (CompiledLimit, string, decimal)[8];
            for (var c = 0; c < charges.Length; c++)
            {
                var key = (call * 7 + c * (call % 2 == 0 ? 3 : 17)) % 20;
                charges[c] = (limits[key % 4], key.ToString(CultureInfo.InvariantCulture), 1);
            }

            return AcquireAsync(edges[call % 2], charges);
        })));

        Assert.All(leases, l => Assert.True(l.IsAcquired));
        foreach (var lease in leases)
            lease.GiveBack();
        await Task.WhenAll(edges.Select(e => e.Store.SettledAsync()));
        for (var key = 0; key < 20; key++)
        {
            // A bucket gives back no more than what was taken first surely still occupies.
            if (limits[key % 4].Algorithm == LimitAlgorithm.TokenBucket)
                continue;
            var look = await AcquireAsync(edges[0], (limits[key % 4], key.ToString(CultureInfo.InvariantCulture), 0));
            Assert.Equal(1_000_000, look.Tightest!.Value.Remaining);
        }
    }

    [Fact]
    public async Task Old_windows_are_swept_by_one_Edge_at_a_time()
    {
        StoreOnDatabase[] edges = [await OpenAsync(), await OpenAsync(), await OpenAsync()];
        await PostgresServer.ExecuteAsync(
            database.ConnectionString,
            "INSERT INTO edge.counts (key, place, used, sweep_at) SELECT decode(md5(i::text), 'hex'), 1, 1, i FROM generate_series(1, "
                + "12000) i");
        await edges[0].Store.SweepAsync(TimeSpan.Zero);
        await SetClockAsync(s_start.AddSeconds(30));

        var swept = await Task.WhenAll(edges.Select(e => e.Store.SweepAsync(TimeSpan.FromSeconds(20))));

        Assert.Equal(12_000, swept.Sum());
        Assert.Single(swept, s => s > 0);
        Assert.Equal(0, await CountAsync("edge.counts"));
    }

    [Fact]
    public async Task A_database_whose_clock_is_set_back_opens_no_window_again_to_an_Edge_that_comes_later()
    {
        var limit = LimitOf.Fixed(1);
        Assert.True((await AcquireAsync(await OpenAsync(), (limit, "key", 1))).IsAcquired);

        await SetClockAsync(s_start.AddMinutes(-5));

        var refusal = (await AcquireAsync(await OpenAsync(), (limit, "key", 1))).Refusal!;
        Assert.Equal(TimeSpan.FromMinutes(6), refusal.RetryAfter);
    }

    [Fact]
    public async Task A_call_that_was_answered_holds_nothing_when_the_next_one_comes_at_once()
    {
        var edge = await OpenAsync();
        for (var i = 0; i < 200; i++)
        {
            var lease = await AcquireAsync(edge, (LimitOf.Concurrency(1), "key", 1));
            Assert.True(lease.IsAcquired);
            lease.Dispose();
        }
    }

    [Fact]
    public async Task A_question_that_the_database_refuses_denies_that_call_and_no_other()
    {
        var edge = await OpenAsync();
        await PostgresServer.ExecuteAsync(
            database.ConnectionString, "ALTER TABLE edge.permits ADD CONSTRAINT none CHECK (false) NOT VALID");
        try
        {
            await Assert.ThrowsAsync<StoreUnavailableException>(() => AcquireAsync(edge, (LimitOf.Concurrency(1), "key", 1)));

            Assert.True(edge.Database.IsAvailable);
            Assert.True((await AcquireAsync(edge, (LimitOf.Fixed(1), "other", 1))).IsAcquired);
        }
        finally
        {
            await PostgresServer.ExecuteAsync(database.ConnectionString, "ALTER TABLE edge.permits DROP CONSTRAINT none");
        }
    }

    [Fact]
    public async Task Nothing_that_a_caller_sent_is_in_the_database()
    {
        var edge = await OpenAsync();
        Assert.True(
            (await AcquireAsync(edge, (LimitOf.Fixed(1), "secret argument", 1), (LimitOf.Concurrency(1), "secret session", 1))).IsAcquired);

        var keys = await PostgresServer.QueryAsync<string>(
            database.ConnectionString,
                "SELECT string_agg(encode(key, 'escape'), ' ') FROM (SELECT key FROM edge.counts UNION ALL SELECT key FROM "
                    + "edge.permits) k");

        Assert.DoesNotContain("secret", keys, StringComparison.Ordinal);
    }

    private async Task<StoreOnDatabase> OpenAsync()
    {
        _edges.Add(await StoreOnDatabase.OpenAsync(database.ConnectionString, new ManualTimeProvider(_now)));
        return _edges[^1];
    }

    private static async Task<CallLease> AcquireAsync(StoreOnDatabase edge, params (CompiledLimit, string, decimal)[] charges) =>
        (CallLease)await edge.Limiter.AcquireAsync(LimiterFixture.Call(charges), cancellationToken: CancellationToken.None);

    private static async Task SweepAsync(StoreOnDatabase edge)
    {
        for (var i = 0; i < 2; i++)
            Assert.NotNull(await edge.Store.SweepAsync(TimeSpan.Zero));
    }

    private Task<long> CountAsync(string table) =>
        PostgresServer.QueryAsync<long>(database.ConnectionString, $"SELECT count(*) FROM {table}");

    private Task SetClockAsync(DateTimeOffset now)
    {
        _now = now;
        return PostgresServer.ExecuteAsync(
            database.ConnectionString, $"UPDATE edge.test_clock SET now = {(now - DateTimeOffset.UnixEpoch).Ticks}");
    }
}
