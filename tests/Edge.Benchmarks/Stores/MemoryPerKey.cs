using Edge.Policy.Documents;
using Edge.Policy.Limits;


namespace Edge.Benchmarks.Stores;

/// <summary>What a count occupies in memory.</summary>
internal static class MemoryPerKey
{
    private const int Keys = 1_000_000;

    /// <summary>Bytes of the heap a count, of a million counts with keys of <see cref="NumberedCalls.KeyLength"/> bytes.</summary>
    public static double Measure(LimitAlgorithm algorithm)
    {
        using var store = new MemoryLimitStore(TimeProvider.System, maxBytes: 4L << 30);
        var calls = new NumberedCalls(Limits.Wide(algorithm), Keys);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < Keys; i++)
        {
            // Not ended: a permit that returned would leave an idle count.
            var reservation = Reservation.Of(calls.Next().Charges);
            store.TakeAsync(reservation, CancellationToken.None).AsTask().Wait();
            reservation.Recycle();
        }

        var bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        return (double)bytes / store.Count;
    }
}
