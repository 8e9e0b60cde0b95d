using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Stores.Redis;
using Edge.Testing;
using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores.Redis;

/// <summary>What Redis promises besides: several Edges, restarts, Edges that die, data that is lost.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisLimitStoreTests(RedisCollection.Fixture redis) : IAsyncLifetime
{
    private const string Clock = "{edge}:test-clock";
    private static readonly DateTimeOffset s_start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private readonly List<StoreOnRedis> _edges = [];

    public async ValueTask InitializeAsync()
    {
        await redis.Server.SendAsync("FLUSHALL");
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
        StoreOnRedis[] edges = [await OpenAsync(), await OpenAsync()];
        var limit = LimitOf.Of(algorithm, 50);

        var leases =
            await Task.WhenAll(Enumerable.Range(0, 1000).Select(i => Task.Run(() => AcquireAsync(edges[i % 2], limit))));

        Assert.Equal(50, leases.Count(l => l.IsAcquired));
    }

    [Fact]
    public async Task Another_Edge_counts_on()
    {
        var limit = LimitOf.Fixed(3);
        await using (var before = await StoreOnRedis.OpenAsync(redis.Server.ConnectionString, wall: Wall))
            Assert.True((await AcquireAsync(before, limit, 2)).IsAcquired);

        Assert.Equal(1, (await AcquireAsync(await OpenAsync(), limit, 2)).Refusal!.Remaining);
    }

    [Fact]
    public async Task Permits_of_an_Edge_that_was_killed_return_thirty_seconds_after_its_last_sign_of_life()
    {
        var limit = LimitOf.Concurrency(2);
        var (dying, other) = (await StoreOnRedis.OpenAsync(redis.Server.ConnectionString, new ManualTimeProvider(s_start), wall: Wall),
            await OpenAsync());
        Assert.True((await AcquireAsync(dying, limit)).IsAcquired);
        Assert.True((await AcquireAsync(other, limit)).IsAcquired);

        await dying.KillAsync();

        await SetClockAsync(s_start.AddSeconds(29.9));
        await other.Store.RenewAsync();
        Assert.False((await AcquireAsync(other, limit)).IsAcquired);
        await SetClockAsync(s_start.AddSeconds(30));
        Assert.True((await AcquireAsync(other, limit)).IsAcquired);
        Assert.False((await AcquireAsync(other, limit)).IsAcquired);
    }

    [Fact]
    public async Task Permits_of_an_Edge_that_lives_are_held_as_long_as_it_renews()
    {
        var limit = LimitOf.Concurrency(1);
        var (holder, other) = (await OpenAsync(), await OpenAsync());
        var lease = await AcquireAsync(holder, limit);

        for (var seconds = 10; seconds <= 300; seconds += 10)
        {
            await SetClockAsync(s_start.AddSeconds(seconds));
            await holder.Store.RenewAsync();
        }

        Assert.False((await AcquireAsync(other, limit)).IsAcquired);
        lease.Dispose();
        await holder.Store.SettledAsync();
        Assert.True((await AcquireAsync(other, limit)).IsAcquired);
    }

    [Fact]
    public async Task An_Edge_that_was_cut_off_finds_its_permits_before_it_takes_another()
    {
        var limit = LimitOf.Concurrency(1);
        var holder = await OpenAsync();
        Assert.True((await AcquireAsync(holder, limit)).IsAcquired);

        await SetClockAsync(s_start.AddMinutes(5));

        Assert.False((await AcquireAsync(holder, limit)).IsAcquired);
    }

    [Fact]
    public async Task Every_key_expires()
    {
        var edge = await OpenAsync();
        foreach (var algorithm in Enum.GetValues<LimitAlgorithm>())
            (await AcquireAsync(edge, LimitOf.Of(algorithm, 3), key: algorithm.ToString())).Linger();
        await edge.Store.RenewAsync();
        await edge.Store.SettledAsync();
        await redis.Server.SendAsync("DEL", Clock);

        var endless = await edge.Database.Connection.GetDatabase().ScriptEvaluateAsync("""
            local endless = {}
            for _, key in ipairs(redis.call('KEYS', '*')) do
              if redis.call('PTTL', key) < 0 then endless[#endless + 1] = key end
            end
            return endless
            """);

        Assert.Equal(0, endless.Length);
        Assert.Equal(6, (long)await edge.Database.Connection.GetDatabase().ScriptEvaluateAsync("return #redis.call('KEYS', '*')"));
    }

    [Theory]
    [InlineData(LimitAlgorithm.Fixed)]
    [InlineData(LimitAlgorithm.Sliding)]
    [InlineData(LimitAlgorithm.TokenBucket)]
    public async Task Lost_data_is_counted_and_told_once_and_limits_go_on(LimitAlgorithm algorithm)
    {
        var logs = new RecordedLogs();
        var edge = await OpenAsync(logs: logs);
        var limit = LimitOf.Of(algorithm, 3, window: TimeSpan.FromDays(1));
        Assert.True((await AcquireAsync(edge, limit, 3)).IsAcquired);

        await LoseAsync();

        Assert.True((await AcquireAsync(edge, limit, 3)).IsAcquired);
        Assert.False((await AcquireAsync(edge, limit)).IsAcquired);
        Assert.Equal(1, edge.Store.Resets);
        Assert.Single(logs.Lines, line => line.Message.StartsWith("Redis has lost data", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LimitAlgorithm.Fixed)]
    [InlineData(LimitAlgorithm.Sliding)]
    [InlineData(LimitAlgorithm.TokenBucket)]
    public async Task Deny_lets_nothing_into_a_long_window_until_it_ends_once_data_was_lost(LimitAlgorithm algorithm)
    {
        var edge = await OpenAsync(LossMode.Deny);
        var (day, minute) = (LimitOf.Of(algorithm, 3, window: TimeSpan.FromDays(1)), LimitOf.Of(algorithm, 3));
        Assert.True((await AcquireAsync(edge, day)).IsAcquired);
        await LoseAsync();

        var refusal = (await AcquireAsync(edge, day)).Refusal!;

        Assert.Equal(0, refusal.Remaining);
        Assert.True((await AcquireAsync(edge, minute, key: "minute")).IsAcquired);
        // A moment later: the time goes on while the test asks.
        await SetClockAsync(s_start + refusal.RetryAfter!.Value + TimeSpan.FromSeconds(5));
        Assert.True((await AcquireAsync(edge, day)).IsAcquired);
    }

    [Fact]
    public async Task Data_that_went_back_to_an_old_copy_is_lost()
    {
        var edge = await OpenAsync();
        var connection = edge.Database.Connection.GetDatabase();
        var copy = await connection.StringGetAsync(RedisKeys.Epoch);
        await edge.Store.RenewAsync();
        await connection.StringSetAsync(RedisKeys.Epoch, copy);

        await AcquireAsync(edge, LimitOf.Fixed(3));

        Assert.Equal(1, edge.Store.Resets);
    }

    [Fact]
    public async Task A_loss_is_one_for_all_Edges()
    {
        StoreOnRedis[] edges = [await OpenAsync(), await OpenAsync()];
        foreach (var edge in edges)
            await edge.Store.RenewAsync();
        await LoseAsync();

        for (var i = 0; i < 3; i++)
        {
            foreach (var edge in edges)
            {
                await AcquireAsync(edge, LimitOf.Fixed(3));
                await edge.Store.RenewAsync();
            }
        }

        Assert.Equal([1, 1], edges.Select(e => e.Store.Resets));
    }

    [Fact]
    public async Task A_question_that_comes_too_late_takes_nothing()
    {
        var edge = await OpenAsync();
        await AcquireAsync(edge, LimitOf.Fixed(3), key: "other");
        var reservation = Reservation.Of(LimiterFixture.Call((LimitOf.Fixed(3), "key", 1)).Charges);
        var permit = 0L;
        var take = new RedisTake(reservation, takes: true, ref permit);
        var now = (s_start - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

        var answer = new RedisAnswer(await edge.Database.RunAsync(RedisScript.Take.By(Wall), take.Keys,
            take.Arguments(["edge", 0, "", 0, "epoch"], RedisLimitStore.Lease, now - 1, LossMode.GoOn, [])));

        Assert.True(answer.IsLate);
        Assert.Equal(2, (await AcquireAsync(edge, LimitOf.Fixed(3))).Tightest!.Value.Remaining);
    }

    [Fact]
    public async Task A_count_in_other_places_after_a_reload_is_the_same_count()
    {
        var edge = await OpenAsync();
        Assert.True((await AcquireAsync(edge, LimitOf.Fixed(10), 0.123456789m)).IsAcquired);

        var wide = await AcquireAsync(edge, LimitOf.Fixed(100_000_000_000), 1);
        Assert.Equal(100_000_000_000m - 1.124m, wide.Tightest!.Value.Remaining);

        Assert.False((await AcquireAsync(edge, LimitOf.Fixed(10), 8.877m)).IsAcquired);
        Assert.True((await AcquireAsync(edge, LimitOf.Fixed(10), 8.876m)).IsAcquired);
    }

    private static string Wall => $"tonumber(redis.call('GET', '{Clock}'))";

    private static async Task<CallLease> AcquireAsync(StoreOnRedis edge, CompiledLimit limit, decimal cost = 1, string key = "key") =>
        (CallLease)await edge.Limiter.AcquireAsync(LimiterFixture.Call((limit, key, cost)), cancellationToken: Deadline.Token);

    private async Task<StoreOnRedis> OpenAsync(LossMode onLoss = LossMode.GoOn, RecordedLogs? logs = null)
    {
        var factory = logs is null ? null : Microsoft.Extensions.Logging.LoggerFactory.Create(b => b.Services.Add(
            Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs)));
        _edges.Add(await StoreOnRedis.OpenAsync(redis.Server.ConnectionString, onLoss: onLoss, wall: Wall, logs: factory));
        return _edges[^1];
    }

    private async Task LoseAsync()
    {
        var now = await redis.Server.SendAsync("STRLEN", Clock);
        Assert.Equal(":16", now);
        await redis.Server.SendAsync("RENAME", Clock, "kept");
        foreach (var edge in _edges)
        {
            await edge.Database.Connection.GetDatabase().ScriptEvaluateAsync("""
                for _, key in ipairs(redis.call('KEYS', '{edge}:*')) do redis.call('DEL', key) end
                """);
        }

        await redis.Server.SendAsync("RENAME", "kept", Clock);
    }

    private Task<string> SetClockAsync(DateTimeOffset time) =>
        redis.Server.SendAsync("SET", Clock, ((time - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond).ToString("0",
            System.Globalization.CultureInfo.InvariantCulture));
}
