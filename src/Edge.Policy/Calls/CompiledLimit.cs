using Edge.Policy.Documents;


namespace Edge.Policy.Calls;

/// <summary>A limit as run: what a store needs to know of it. Immutable.</summary>
public sealed class CompiledLimit
{
    /// <summary>The counter's name, for people and telemetry.</summary>
    public required string Counter { get; init; }

    /// <summary>The place of the limit, as a JSON pointer.</summary>
    public required string Rule { get; init; }

    /// <summary>How it counts.</summary>
    public required LimitAlgorithm Algorithm { get; init; }

    /// <summary>The window's length; zero for concurrency.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>How much fits: positive.</summary>
    public required decimal Max { get; init; }

    /// <summary>The capacity of a token bucket; <see cref="Max"/> for every other algorithm.</summary>
    public required decimal Capacity { get; init; }

    /// <summary>How long a concurrency permit stays taken when the caller left first.</summary>
    public required TimeSpan Linger { get; init; }

    /// <summary>What the caller is told before "try again": the author's text, or a generated sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the limit has shadow counts and refuses nothing.</summary>
    public required bool Shadow { get; init; }
}
