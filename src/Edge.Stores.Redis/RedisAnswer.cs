using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>The numbers that <c>take.lua</c> answers, read one after the other. Not thread-safe.</summary>
internal sealed class RedisAnswer(RedisResult result)
{
    private const int Epoch = 2;
    private readonly RedisResult[] _values = (RedisResult[]?)result ?? throw new InvalidOperationException("Redis answered with nothing");
    private int _next;

    /// <summary>Whether nothing was done because it came too late.</summary>
    public bool IsLate => _values.Length == 2;

    /// <summary>The time by which counts run, in microseconds since 1970.</summary>
    public long Now => (long)_values[0];

    /// <summary>Redis' wall clock.</summary>
    public DateTimeOffset Wall => DateTimeOffset.UnixEpoch.AddMicroseconds((long)_values[1]);

    /// <summary>The epoch of the data.</summary>
    public string EpochId => (string)_values[Epoch]!;

    /// <summary>The beats of the epoch.</summary>
    public long Beats => (long)_values[Epoch + 2];

    /// <summary>Whether the enforced counts were taken.</summary>
    public bool IsTaken => (long)_values[Epoch + 3] != 0;

    /// <summary>Whether the shadow counts were taken.</summary>
    public bool IsShadowTaken => (long)_values[Epoch + 4] != 0;

    /// <summary>Passes over what was read by name.</summary>
    public void Skip(int values) => _next = values;

    /// <summary>The next number.</summary>
    public long Next() => (long)_values[_next++];
}
