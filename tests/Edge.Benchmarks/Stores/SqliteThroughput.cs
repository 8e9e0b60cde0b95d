using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Stores.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.Benchmarks.Stores;

/// <summary>Decisions a second in a file, of 32 callers of one Edge: each waits until its count is in the file.</summary>
internal static class SqliteThroughput
{
    private const int Callers = 32;
    private static readonly TimeSpan s_duration = TimeSpan.FromSeconds(3);

    /// <summary>Measures in a new file.</summary>
    public static async Task<double> MeasureAsync(int keys, bool durable)
    {
        var folder = Directory.CreateTempSubdirectory("edge-bench-");
        try
        {
            var settings = new SqliteSettings { Path = Path.Combine(folder.FullName, "edge.db"), Durable = durable };
            using var database = new SqliteDatabase(settings, settings.Path, TimeProvider.System, NullLogger<SqliteDatabase>.Instance);
            await using var store = new SqliteLimitStore(database, TimeProvider.System);
            await database.OpenAsync(["benchmark"], CancellationToken.None);
            return await DecideAsync(store, keys);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> DecideAsync(SqliteLimitStore store, int keys)
    {
        var decided = 0L;
        var start = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(async () =>
        {
            var calls = new NumberedCalls(Limits.Wide(LimitAlgorithm.Fixed), keys);
            while (TimeProvider.System.GetElapsedTime(start) < s_duration)
            {
                var reservation = Reservation.Of(calls.Next().Charges);
                await store.TakeAsync(reservation, CancellationToken.None);
                if (!reservation.IsTaken)
                    throw new InvalidOperationException("the limit had no room");
                store.End(reservation, ReservationEnd.Completed);
                Interlocked.Increment(ref decided);
            }
        })));
        return decided / TimeProvider.System.GetElapsedTime(start).TotalSeconds;
    }
}
