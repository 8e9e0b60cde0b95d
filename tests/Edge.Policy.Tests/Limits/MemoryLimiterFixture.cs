using Edge.Policy.Limits;
using Edge.Testing.Limits;

namespace Edge.Policy.Tests.Limits;

/// <summary>A limiter over an empty memory store.</summary>
public sealed class MemoryLimiterFixture : LimiterFixture
{
    public MemoryLimiterFixture(long maxBytes = MemoryLimitStore.DefaultMaxBytes)
    {
        Store = new MemoryLimitStore(Clock, maxBytes);
        Limiter = new CallLimiter(Store);
    }

    internal MemoryLimitStore Store { get; }

    public override CallLimiter Limiter { get; }

    public override long Count => Store.Count;

    protected override void Dispose(bool disposing) => Limiter.Dispose();
}
