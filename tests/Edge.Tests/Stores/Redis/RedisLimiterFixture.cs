using System.Globalization;
using Edge.Policy.Limits;
using Edge.Testing.Limits;
using StackExchange.Redis;

namespace Edge.Tests.Stores.Redis;

/// <summary>A limiter over an empty Redis whose clock is the test's.</summary>
public sealed class RedisLimiterFixture : LimiterFixture
{
    private const string Now = "{edge}:test-clock";

    // Keys end at a time of the clock: they get older by what it has moved on.
    private const string Age = """
        for _, key in ipairs(redis.call('KEYS', '{edge}:count:*')) do
          local left = redis.call('PTTL', key) - ARGV[1]
          if left <= 0 then redis.call('DEL', key) else redis.call('PEXPIRE', key, left) end
        end
        """;

    private readonly Lock _gate = new();
    private readonly StoreOnRedis _edge;
    private DateTimeOffset _told;
    private DateTimeOffset _latest;

    public RedisLimiterFixture(RedisCollection.Fixture redis)
    {
        _told = _latest = Clock.GetUtcNow();
        redis.Server.SendAsync("FLUSHALL").GetAwaiter().GetResult();
        redis.Server.SendAsync("SET", Now, Microseconds(_told)).GetAwaiter().GetResult();
        _edge = StoreOnRedis.OpenAsync(redis.Server.ConnectionString, Clock, wall: $"tonumber(redis.call('GET', '{Now}'))")
            .GetAwaiter().GetResult();
        // What a call's end left to do happens at the time of the end.
        Clock.Moving += Settle;
    }

    public override CallLimiter Limiter
    {
        get
        {
            Synchronize();
            return _edge.Limiter;
        }
    }

    public override TimeSpan Step => TimeSpan.FromMicroseconds(1);

    public override decimal Largest => 999_999_999_999_999;

    public override decimal Smallest => 0.00000000000001m;

    public override long Count
    {
        get
        {
            Synchronize();
            return (long)Database.ScriptEvaluate("return #redis.call('KEYS', '{edge}:count:*')");
        }
    }

    protected override void Dispose(bool disposing)
    {
        Clock.Moving -= Settle;
        _edge.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private IDatabase Database => _edge.Database.Connection.GetDatabase();

    private static string Microseconds(DateTimeOffset time) =>
        ((time - DateTimeOffset.UnixEpoch).Ticks / 10).ToString("0", CultureInfo.InvariantCulture);

    private void Settle() => _edge.Store.SettledAsync().GetAwaiter().GetResult();

    private void Synchronize()
    {
        Settle();
        var now = Clock.GetUtcNow();
        lock (_gate)
        {
            if (now == _told)
                return;
            Database.StringSet(Now, Microseconds(now));
            if (now > _latest)
            {
                Database.ScriptEvaluate(Age, values: [(long)(now - _latest).TotalMilliseconds]);
                _latest = now;
            }

            _told = now;
        }
    }
}
