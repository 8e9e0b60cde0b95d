using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>Says to Redis in one round trip what a batch of ended calls left to do (<c>end.lua</c>). Thread-safe.</summary>
internal sealed class RedisEndings(RedisDatabase database, RedisEdge edge, RedisScript script)
{
    /// <summary>What scripts count apart of what was given back: the high part is so many low ones.</summary>
    public const long High = 1L << 50;

    /// <summary>Does it, the give-backs only if <paramref name="gives"/>.</summary>
    /// <exception cref="StoreUnavailableException">Nobody knows what was done.</exception>
    public async Task SendAsync(IReadOnlyList<Ending> batch, bool gives)
    {
        var keys = new List<RedisKey> { RedisKeys.Epoch };
        var values = new List<RedisValue>(edge.Arguments());
        foreach (var ending in batch)
        {
            switch (ending.Kind)
            {
                case EndingKind.Release:
                    values.AddRange([0, ending.Permit]);
                    break;
                case EndingKind.Linger:
                    values.AddRange([1, ending.Permit, RedisTake.Microseconds(new TimeSpan(ending.Linger))]);
                    break;
                case EndingKind.GiveBack when gives:
                    GiveBack(values, ending);
                    break;
                case EndingKind.GiveBack:
                case EndingKind.Mark:
                    continue;
                default:
                    throw new ArgumentOutOfRangeException(nameof(batch), ending.Kind, "A new end needs a way to say it to Redis.");
            }

            keys.Add(RedisKeys.Count(ending.Key));
        }

        if (keys.Count == 1)
            return;
        var now = (long)await database.AskAsync(StoreOperation.End, script, [.. keys], [.. values]);
        edge.Clock.Saw(now * TimeSpan.TicksPerMicrosecond);
    }

    private static void GiveBack(List<RedisValue> values, in Ending ending)
    {
        var (count, limit) = (ending.Count, ending.Count.Limit);
        var place = limit.Algorithm == Edge.Policy.Documents.LimitAlgorithm.TokenBucket
            ? count.TakenFrom / TimeSpan.TicksPerMicrosecond
            : count.TakenFrom;
        var high = decimal.Floor(count.GivenBackBefore / High);
        values.AddRange(
        [
            2, RedisTake.Number(limit.Algorithm), RedisTake.Microseconds(limit.Window), ending.Places,
            RedisScale.Down(limit.Max, ending.Places), RedisScale.Down(count.Cost, ending.Places), place,
            RedisScale.Down(count.Used, ending.Places), (long)high, (long)(count.GivenBackBefore - high * High),
        ]);
    }
}
