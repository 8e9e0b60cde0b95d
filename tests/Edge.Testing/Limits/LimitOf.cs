using Edge.Policy.Calls;
using Edge.Policy.Documents;


namespace Edge.Testing.Limits;

/// <summary>Limits for tests.</summary>
public static class LimitOf
{
    public static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static CompiledLimit Fixed(decimal max, TimeSpan? window = null, bool shadow = false) =>
        Make(LimitAlgorithm.Fixed, max, max, window ?? Minute, shadow);

    public static CompiledLimit Sliding(decimal max, TimeSpan? window = null, bool shadow = false) =>
        Make(LimitAlgorithm.Sliding, max, max, window ?? Minute, shadow);

    public static CompiledLimit TokenBucket(
        decimal max, TimeSpan? window = null, decimal? burst = null, bool shadow = false) =>
        Make(LimitAlgorithm.TokenBucket, max, burst ?? max, window ?? Minute, shadow);

    public static CompiledLimit Concurrency(decimal max, TimeSpan? linger = null, bool shadow = false) =>
        Make(LimitAlgorithm.Concurrency, max, max, TimeSpan.Zero, shadow, linger);

    /// <summary>A limit of any algorithm, with a window of a minute where it has one.</summary>
    public static CompiledLimit Of(LimitAlgorithm algorithm, decimal max, bool shadow = false, TimeSpan? window = null) =>
        Make(algorithm, max, max, algorithm == LimitAlgorithm.Concurrency ? TimeSpan.Zero : window ?? Minute, shadow);

    private static CompiledLimit Make(
        LimitAlgorithm algorithm, decimal max, decimal capacity, TimeSpan window, bool shadow, TimeSpan? linger = null) => new()
        {
            Counter = "counter",
            Rule = "/tools/t/limits/0",
            Algorithm = algorithm,
            Window = window,
            Max = max,
            Capacity = capacity,
            Linger = linger ?? Minute,
            Message = "at most so many",
            Shadow = shadow,
        };
}
