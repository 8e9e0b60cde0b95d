using System.Text;
using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Testing.Limits;

/// <summary>A limiter over an empty store with a clock of its own.</summary>
public abstract class LimiterFixture : IDisposable
{
    /// <summary>The clock by which the store counts.</summary>
    public ManualTimeProvider Clock { get; } = new();

    /// <summary>The limiter, over a store that has done all it was told before.</summary>
    public abstract CallLimiter Limiter { get; }

    /// <summary>How many counts the store holds once it has swept.</summary>
    public abstract long Count { get; }

    /// <summary>The shortest time that the store tells apart.</summary>
    public virtual TimeSpan Step => new(1);

    /// <summary>The most that the store counts.</summary>
    public virtual decimal Largest => decimal.MaxValue;

    /// <summary>The least that the store counts beside one.</summary>
    public virtual decimal Smallest => 0.0000000000000000000000000001m;

    /// <summary>A call with these charges.</summary>
    public static Call Call(params ReadOnlySpan<(CompiledLimit Limit, string Key, decimal Cost)> charges)
    {
        var call = new Call();
        foreach (var (limit, key, cost) in charges)
            call.Charges.Add(limit, call.Charges.Append(Encoding.UTF8.GetBytes(key)), cost);
        return call;
    }

    public CallLease Acquire(params ReadOnlySpan<(CompiledLimit Limit, string Key, decimal Cost)> charges) =>
        (CallLease)Limiter.AttemptAcquire(Call(charges));

    public CallLease Acquire(CompiledLimit limit, decimal cost = 1, string key = "key") => Acquire((limit, key, cost));

    /// <summary>How many calls of cost 1 pass one after the other, at most <paramref name="atMost"/>; their leases stay open.</summary>
    public int Pass(CompiledLimit limit, int atMost = 1000, string key = "key")
    {
        var passed = 0;
        while (passed < atMost && Acquire(limit, 1, key).IsAcquired)
            passed++;
        return passed;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected abstract void Dispose(bool disposing);
}
