using Edge.Policy.Calls;


namespace Edge.Policy.Evaluation;

/// <summary>How a limit's count and its cost are found for a call. Immutable; thread-safe.</summary>
internal sealed record CompiledCharge
{
    /// <summary>The limit.</summary>
    public required CompiledLimit Limit { get; init; }

    /// <summary>The part of the count's key that is the same for all calls.</summary>
    public required byte[] Key { get; init; }

    /// <summary>The scopes whose values end the key.</summary>
    public required CompiledScope[] Scopes { get; init; }

    /// <summary>What one call costs, before the factors.</summary>
    public required decimal Increment { get; init; }

    /// <summary>A number that multiplies the cost; null for none.</summary>
    public required ValueSource? Factor { get; init; }

    /// <summary>The factor of a call without one; null: unevaluable.</summary>
    public required decimal? FactorDefault { get; init; }

    /// <summary>A table that multiplies the cost; null for none.</summary>
    public required CostTable? Table { get; init; }

    /// <summary>The decision when key or cost cannot be found.</summary>
    public required Decision Unevaluable { get; init; }
}
