using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Gateway.DecisionFeed;

/// <summary>What one limit said to one call that was watched.</summary>
/// <param name="Limit">The limit.</param>
/// <param name="State">How full it was.</param>
/// <param name="Remaining">How much was left.</param>
/// <param name="ResetAt">When it will be free again; null when nobody can know.</param>
/// <param name="Cost">How much the call took, or wanted.</param>
/// <param name="KeyStart">Where the count's key starts among the slot's.</param>
/// <param name="KeyLength">The key's length, in bytes.</param>
internal readonly record struct KeptLimit(
    CompiledLimit Limit, LimitState State, decimal Remaining, DateTimeOffset? ResetAt, decimal Cost, int KeyStart, int KeyLength);
