using System.ComponentModel.DataAnnotations;
using Edge.Gateway.DecisionFeed;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;

namespace Edge.Admin.Decisions;

/// <summary>What one limit said to a call.</summary>
/// <param name="Counter">The counter.</param>
/// <param name="Rule">The limit's place in the policy.</param>
/// <param name="State"><c>within</c>, <c>near</c> or <c>over</c>.</param>
/// <param name="Cost">How much the call took, or wanted.</param>
/// <param name="Remaining">How much was left then.</param>
/// <param name="Max">How much fits.</param>
/// <param name="ResetAt">When it is free again; absent where nobody can know.</param>
/// <param name="Mode"><c>enforce</c> or <c>shadow</c>.</param>
internal sealed record LimitStatusAnswer(
    string Counter,
    string Rule,
    [property: AllowedValues("within", "near", "over")] string State,
    decimal Cost,
    decimal Remaining,
    decimal Max,
    DateTimeOffset? ResetAt,
    [property: AllowedValues("enforce", "shadow")] string Mode)
{
    /// <summary>Shows what a limit said.</summary>
    public static LimitStatusAnswer Of(KeptLimit limit) => new(
        limit.Limit.Counter,
        limit.Limit.Rule,
        limit.State.ToSlug(),
        limit.Cost,
        limit.Remaining,
        limit.Limit.Capacity,
        limit.ResetAt,
        (limit.Limit.Shadow ? PolicyMode.Shadow : PolicyMode.Enforce).ToSlug());
}
