using Edge.Policy.Documents;


namespace Edge.Policy.Calls;

/// <summary>A limit, with what a store needs of it. Immutable.</summary>
public sealed class CompiledLimit
{
    /// <summary>The name of the counter, for messages and telemetry.</summary>
    public required string Counter { get; init; }

    /// <summary>The limit's place in the policy, as a JSON pointer.</summary>
    public required string Rule { get; init; }

    /// <summary>The algorithm by which it counts.</summary>
    public required LimitAlgorithm Algorithm { get; init; }

    /// <summary>The length of the window; zero for concurrency.</summary>
    public required TimeSpan Window { get; init; }

    /// <summary>The maximum: greater than zero.</summary>
    public required decimal Max { get; init; }

    /// <summary>The capacity of a token bucket; <see cref="Max"/> for every other algorithm.</summary>
    public required decimal Capacity { get; init; }

    /// <summary>How long a concurrency permit stays taken if the caller leaves before the response.</summary>
    public required TimeSpan Linger { get; init; }

    /// <summary>Which part of what is left one Edge takes from a shared store at once; zero for none.</summary>
    public decimal Allotment { get; init; }

    /// <summary>The message for the caller: the author's text, or a generated sentence.</summary>
    public required string Message { get; init; }

    /// <summary>Whether the limit only records (shadow) and denies nothing.</summary>
    public required bool Shadow { get; init; }
}
