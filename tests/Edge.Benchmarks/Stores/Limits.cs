using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Testing.Limits;

namespace Edge.Benchmarks.Stores;

/// <summary>The limits that are measured.</summary>
internal static class Limits
{
    private const decimal Most = 1_000_000_000_000;

    /// <summary>The window of those that have one.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(1);

    /// <summary>A limit that always has room, and of whose counts none is idle again soon.</summary>
    public static CompiledLimit Wide(LimitAlgorithm algorithm) =>
        algorithm == LimitAlgorithm.TokenBucket ? LimitOf.TokenBucket(1, Window, burst: Most) : LimitOf.Of(algorithm, Most, window: Window);
}
