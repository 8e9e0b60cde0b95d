using System.Text;
using Edge.Policy.Compilation;
using Edge.Policy.Evaluation;
using Edge.Policy.Limits;
using Edge.Testing;

namespace Edge.Policy.Tests.Limits;

/// <summary>A limiter over an empty memory store with a clock of its own.</summary>
internal sealed class LimiterFixture : IDisposable
{
    public LimiterFixture(long maxBytes = MemoryLimitStore.DefaultMaxBytes)
    {
        Store = new MemoryLimitStore(Clock, maxBytes);
        Limiter = new CallLimiter(Store);
    }

    public ManualTimeProvider Clock { get; } = new();

    public MemoryLimitStore Store { get; }

    public CallLimiter Limiter { get; }

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

    public void Dispose() => Limiter.Dispose();
}
