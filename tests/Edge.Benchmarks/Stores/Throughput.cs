using Edge.Policy.Documents;
using Edge.Policy.Limits;


namespace Edge.Benchmarks.Stores;

/// <summary>Decisions a second of callers side by side.</summary>
internal static class Throughput
{
    /// <summary>How many callers of one Edge ask a shared store at the same time.</summary>
    public const int Callers = 32;

    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(3);

    /// <summary>In memory, on every core.</summary>
    public static double InMemory(int keys)
    {
        using var store = new MemoryLimitStore(TimeProvider.System, maxBytes: 4L << 30);
        var limit = Limits.Wide(LimitAlgorithm.Fixed);
        var decided = 0L;
        var start = TimeProvider.System.GetTimestamp();
        Parallel.For(0, Environment.ProcessorCount, _ =>
        {
            var calls = new NumberedCalls(limit, keys);
            var own = 0L;
            while (own % 1024 != 0 || TimeProvider.System.GetElapsedTime(start) < s_duration)
            {
                var reservation = Reservation.Of(calls.Next().Charges);
                store.TakeAsync(reservation, CancellationToken.None).AsTask().Wait();
                store.End(reservation, ReservationEnd.Completed);
                own++;
            }

            Interlocked.Add(ref decided, own);
        });
        return decided / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>In PostgreSQL, of many callers of one Edge.</summary>
    public static async Task<double> InPostgresAsync(int keys, bool waitsForDisk)
    {
        await using var edge = await PostgresEdge.StartAsync(keys, waitsForDisk);
        return await SharedAsync(keys, edge.DecideAsync);
    }

    /// <summary>In Redis, of many callers of one Edge.</summary>
    public static async Task<double> InRedisAsync(int keys, bool waitsForDisk)
    {
        await using var edge = await RedisEdge.StartAsync(waitsForDisk);
        return await SharedAsync(keys, edge.DecideAsync);
    }

    private static async Task<double> SharedAsync(int keys, Func<NumberedCalls, Task> decide)
    {
        var limit = Limits.Wide(LimitAlgorithm.Fixed);
        var decided = 0L;
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var calls = new NumberedCalls(limit, keys);
            while (TimeProvider.System.GetElapsedTime(start) < s_duration)
            {
                await decide(calls);
                Interlocked.Increment(ref decided);
            }
        })));
        return decided / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
