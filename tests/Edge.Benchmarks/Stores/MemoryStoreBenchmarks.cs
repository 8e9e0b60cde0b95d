using BenchmarkDotNet.Attributes;
using Edge.Policy.Documents;
using Edge.Policy.Limits;

namespace Edge.Benchmarks.Stores;

/// <summary>One decision in memory: a call's one limit is taken, and the call ends.</summary>
[MemoryDiagnoser]
public class MemoryStoreBenchmarks
{
    private MemoryLimitStore _store = null!;
    private NumberedCalls _calls = null!;

    [Params(LimitAlgorithm.Fixed, LimitAlgorithm.Sliding, LimitAlgorithm.TokenBucket, LimitAlgorithm.Concurrency)]
    public LimitAlgorithm Algorithm { get; set; }

    [Params(1, 1_000_000)]
    public int Keys { get; set; }

    [GlobalSetup]
    public void Fill()
    {
        _store = new MemoryLimitStore(TimeProvider.System, maxBytes: 4L << 30);
        _calls = new NumberedCalls(Limits.Wide(Algorithm), Keys);
        // Not ended, so that no count is idle and swept meanwhile.
        for (var i = 0; i < Keys; i++)
            Take();
    }

    [GlobalCleanup]
    public void Empty() => _store.Dispose();

    [Benchmark]
    public void Decide() => _store.End(Take(), ReservationEnd.Completed);

    private Reservation Take()
    {
        var reservation = Reservation.Of(_calls.Next().Charges);
        var taking = _store.TakeAsync(reservation, CancellationToken.None);
        if (!taking.IsCompletedSuccessfully || !reservation.IsTaken)
            throw new InvalidOperationException("the limit had no room");
        taking.GetAwaiter().GetResult();
        return reservation;
    }
}
