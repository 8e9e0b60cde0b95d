using Edge.Policy.Limits.Shared;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>The names of keys. All have one hash tag, so that a cluster keeps them together: one script takes from any of them.</summary>
internal static class RedisKeys
{
    /// <summary>Since when the data is known, and its name.</summary>
    public static readonly RedisKey Epoch = "{edge}:epoch";

    /// <summary>Until when the permits of each Edge count without a further sign of life.</summary>
    public static readonly RedisKey Edges = "{edge}:edges";

    private static readonly byte[] s_count = "{edge}:count:"u8.ToArray();

    /// <summary>A count: the SHA-256 of its key, so that nothing of arguments and sessions reaches Redis.</summary>
    public static RedisKey Count(CountKey key) => (byte[])[.. s_count, .. key.Bytes];
}
