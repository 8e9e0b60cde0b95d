using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Stores.Redis;
using Edge.Testing;
using Edge.Testing.Limits;
using Edge.Testing.Redis;
using StackExchange.Redis;
using Xunit;

namespace Edge.Tests.Stores.Redis;

/// <summary>What Redis answers when something is wrong with it, and what becomes of calls.</summary>
public sealed class RedisFailureTests
{
    [Theory]
    [InlineData("OOM command not allowed when used memory > 'maxmemory'. script: 1, on @user_script:1.")]
    [InlineData("ERR Error running script (call to f_1): @user_script:1: -OOM command not allowed when used memory > 'maxmemory'.")]
    [InlineData("READONLY You can't write against a read only replica. script: 1, on @user_script:1.")]
    [InlineData("LOADING Redis is loading the dataset in memory")]
    [InlineData("MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.")]
    [InlineData("MISCONF Redis is configured to save RDB snapshots, but it's currently unable to persist to disk.")]
    [InlineData("CLUSTERDOWN The cluster is down")]
    [InlineData("NOAUTH Authentication required.")]
    [InlineData("WRONGPASS invalid username-password pair or user is disabled.")]
    public void Errors_of_its_state_are_outages(string message) => Assert.False(RedisErrors.IsOfTheQuestion(message));

    [Theory]
    [InlineData("WRONGTYPE Operation against a key holding the wrong kind of value script: 1, on @user_script:1.")]
    [InlineData("ERR value is not an integer or out of range")]
    public void Errors_of_one_question_are_none(string message) => Assert.True(RedisErrors.IsOfTheQuestion(message));

    [Fact]
    public async Task Without_memory_calls_are_an_outage_until_there_is_some()
    {
        await using var server = await RedisServer.StartNewAsync();
        await using var edge = await StoreOnRedis.OpenAsync(server.ConnectionString);
        Assert.True((await AcquireAsync(edge)).IsAcquired);

        await server.SendAsync("CONFIG", "SET", "maxmemory", "1");
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => AcquireAsync(edge))).IsOutage);
        Assert.False(edge.Database.IsAvailable);

        await server.SendAsync("CONFIG", "SET", "maxmemory", "0");
        await BackAsync(edge);
        Assert.Equal(1, (await AcquireAsync(edge)).Tightest!.Value.Remaining);
    }

    [Fact]
    public async Task A_master_that_became_a_replica_is_an_outage_until_it_is_one_again()
    {
        await using var server = await RedisServer.StartNewAsync();
        await using var edge = await StoreOnRedis.OpenAsync(server.ConnectionString);
        Assert.True((await AcquireAsync(edge)).IsAcquired);

        await server.SendAsync("REPLICAOF", "127.0.0.1", "1");
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => AcquireAsync(edge))).IsOutage);

        await server.SendAsync("REPLICAOF", "NO", "ONE");
        await BackAsync(edge);
        Assert.True((await AcquireAsync(edge)).IsAcquired);
    }

    [Fact]
    public async Task A_server_that_was_killed_is_told_once_and_comes_back_by_itself()
    {
        var logs = new RecordedLogs();
        await using var server = await RedisServer.StartNewAsync(password: "not-for-any-log");
        await using var edge = await StoreOnRedis.OpenAsync(server.ConnectionString, logs: Logs(logs));
        Assert.True((await AcquireAsync(edge)).IsAcquired);

        await server.KillAsync();
        for (var i = 0; i < 3; i++)
            Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => AcquireAsync(edge))).IsOutage);

        await server.StartAsync();
        await BackAsync(edge);
        Assert.True((await AcquireAsync(edge)).IsAcquired);
        Assert.Single(logs.Lines, l => l.Message.StartsWith("Redis is unavailable", StringComparison.Ordinal));
        Assert.Single(logs.Lines, l => l.Message.StartsWith("Redis has lost data", StringComparison.Ordinal));
        Assert.DoesNotContain(logs.Lines, l => l.Message.Contains("not-for-any-log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_hangs_holds_up_nobody_for_longer_than_a_timeout()
    {
        await using var server = await RedisServer.StartNewAsync();
        await using var edge = await StoreOnRedis.OpenAsync($"{server.ConnectionString},asyncTimeout=300,connectTimeout=300");
        Assert.True((await AcquireAsync(edge)).IsAcquired);

        await server.SignalAsync("STOP");
        Assert.True((await Assert.ThrowsAsync<StoreUnavailableException>(() => AcquireAsync(edge))).IsOutage);
        Assert.False(edge.Database.IsAvailable);

        await server.SignalAsync("CONT");
        await BackAsync(edge);
        Assert.True((await AcquireAsync(edge)).IsAcquired);
    }

    [Fact]
    public async Task A_script_that_was_forgotten_is_loaded_again()
    {
        await using var server = await RedisServer.StartNewAsync();
        await using var edge = await StoreOnRedis.OpenAsync(server.ConnectionString);
        Assert.True((await AcquireAsync(edge)).IsAcquired);

        Assert.Equal("+OK", await server.SendAsync("SCRIPT", "FLUSH"));

        Assert.Equal(1, (await AcquireAsync(edge)).Tightest!.Value.Remaining);
    }

    [Fact]
    public async Task A_wrong_password_is_told_without_it()
    {
        await using var server = await RedisServer.StartNewAsync(password: "right");

        var error = await Assert.ThrowsAnyAsync<RedisException>(() => StoreOnRedis.OpenAsync(
            $"127.0.0.1:{server.Port},password=wrong-password,connectTimeout=2000"));

        Assert.True(RedisErrors.IsFailure(error));
        Assert.DoesNotContain("wrong-password", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_without_TLS_is_not_taken_for_one_with_it()
    {
        await using var server = await RedisServer.StartNewAsync();

        var error = await Assert.ThrowsAnyAsync<RedisException>(() => StoreOnRedis.OpenAsync(
            $"127.0.0.1:{server.Port},ssl=true,connectTimeout=2000"));

        Assert.True(RedisErrors.IsFailure(error));
    }

    [Fact]
    public async Task A_cluster_whose_slot_moves_is_followed()
    {
        await using var first = await RedisServer.StartNewAsync(null, "--cluster-enabled", "yes");
        await using var second = await RedisServer.StartNewAsync(null, "--cluster-enabled", "yes");
        await second.SendAsync("CLUSTER", "ADDSLOTSRANGE", "0", "16383");
        await first.SendAsync("CLUSTER", "MEET", "127.0.0.1", second.Port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        foreach (var server in (RedisServer[])[first, second])
            await Deadline.Until(async () => await server.SendAsync("SET", "{edge}:probe", "1") is var said
                && (said == "+OK" || said.StartsWith("-MOVED", StringComparison.Ordinal)), "a cluster that serves");
        await using var edge = await StoreOnRedis.OpenAsync(first.ConnectionString);
        Assert.True((await AcquireAsync(edge)).IsAcquired);

        // The slot goes to the other node, empty: the counts are lost, and that is seen.
        var id = await first.SendLineAsync("CLUSTER", "MYID");
        var slot = (await first.SendAsync("CLUSTER", "KEYSLOT", "{edge}:probe"))[1..];
        await second.SendAsync("FLUSHALL");
        await first.SendAsync("CLUSTER", "SETSLOT", slot, "NODE", id);
        await second.SendAsync("CLUSTER", "SETSLOT", slot, "NODE", id);

        Assert.True((await AcquireAsync(edge)).IsAcquired);
        Assert.Equal(1, edge.Store.Resets);
    }

    private static Microsoft.Extensions.Logging.ILoggerFactory Logs(RecordedLogs logs) =>
        Microsoft.Extensions.Logging.LoggerFactory.Create(b => b.Services.Add(
            Microsoft.Extensions.DependencyInjection.ServiceDescriptor.Singleton<Microsoft.Extensions.Logging.ILoggerProvider>(logs)));

    private static async Task<CallLease> AcquireAsync(StoreOnRedis edge) =>
        (CallLease)await edge.Limiter.AcquireAsync(LimiterFixture.Call((LimitOf.Fixed(3, TimeSpan.FromDays(1)), "key", 1)),
            cancellationToken: Deadline.Token);

    private static Task BackAsync(StoreOnRedis edge) => Deadline.Until(() => edge.Database.IsAvailable, "Redis is available again");
}
