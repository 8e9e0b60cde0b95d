using System.Security.Cryptography;
using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>Who asks Redis, and what it knows of time and data: what every script is told first. Thread-safe.</summary>
internal sealed class RedisEdge
{
    private readonly string _id = RandomNumberGenerator.GetHexString(16, lowercase: true);

    public RedisEdge(TimeProvider clock, ILogger logger, IStoreObserver? observer)
    {
        Clock = new SharedClock(clock);
        Epoch = new RedisEpoch(_id, logger, observer);
    }

    /// <summary>The time by which Redis counts.</summary>
    public SharedClock Clock { get; }

    /// <summary>The epoch of the data.</summary>
    public RedisEpoch Epoch { get; }

    /// <summary>The arguments with which those of every script begin.</summary>
    public RedisValue[] Arguments()
    {
        var known = Epoch.Current;
        return [_id, Floor, known.Id, known.Beats, Epoch.Next];
    }

    /// <summary>The least that the time can be, in microseconds since 1970.</summary>
    public long Floor => Clock.Floor / TimeSpan.TicksPerMicrosecond;
}
