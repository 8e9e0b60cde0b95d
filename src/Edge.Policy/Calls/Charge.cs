namespace Edge.Policy.Calls;

/// <summary>What one call takes of one limit.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="KeyStart">Where the count's key starts in <see cref="ChargeList.Keys"/>.</param>
/// <param name="KeyLength">The key's length in bytes.</param>
/// <param name="Cost">How much is taken; not negative.</param>
public readonly record struct Charge(CompiledLimit Limit, int KeyStart, int KeyLength, decimal Cost);
