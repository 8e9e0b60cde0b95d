using Edge.Policy.Limits;


namespace Edge.Stores.Postgres;

/// <summary>One thing that is left to do in the database for a call that has ended. Immutable.</summary>
internal readonly record struct Ending
{
    public required EndingKind Kind { get; init; }

    /// <summary>The permit's number.</summary>
    public long Permit { get; init; }

    /// <summary>How long the permit lingers, in ticks.</summary>
    public long Linger { get; init; }

    /// <summary>The count that gets something back.</summary>
    public CountKey Key { get; init; }

    /// <summary>What was taken of it, and from where.</summary>
    public ReservedCount Count { get; init; }

    /// <summary>Who waits for everything before.</summary>
    public TaskCompletionSource? Settled { get; init; }
}
