using System.Collections.Immutable;
using Edge.Policy.Documents;

namespace Edge.Policy.Validation;

/// <summary>Compares two conditions on one path.</summary>
internal static class LeafPair
{
    /// <summary>Whether no value meets both: disjoint <c>eq</c> and <c>in</c>, an empty interval, <c>exists</c> both ways.</summary>
    public static bool Excludes(ConditionDocument.Leaf left, ConditionDocument.Leaf right)
    {
        if (HoldsWhenAbsent(left) && HoldsWhenAbsent(right))
            return false;
        if (left.Operator == ConditionOperator.Exists && right.Operator == ConditionOperator.Exists)
            return !PolicyValueEquality.Same(left.Value!, right.Value!);
        if (Candidates(left) is { } values)
            return values.All(v => !Meets(v, right));
        if (Candidates(right) is { } others)
            return others.All(v => !Meets(v, left));
        return IsEmptyInterval(left, right) || IsEmptyInterval(right, left);
    }

    /// <summary>Whether an absent value may meet the condition.</summary>
    public static bool HoldsWhenAbsent(ConditionDocument.Leaf leaf) =>
        leaf.Optional || leaf.Default is not null
        || leaf is { Operator: ConditionOperator.Exists, Value: PolicyValue.Boolean { Value: false } };

    /// <summary>The only values that meet a condition; null when there are others.</summary>
    private static ImmutableArray<PolicyValue>? Candidates(ConditionDocument.Leaf leaf) => leaf switch
    {
        { Operator: ConditionOperator.Equal, Value: { } value } => [value],
        { Operator: ConditionOperator.In, Value: PolicyValue.List list } => list.Items.Length <= DocumentValidation.MaxCompared
            ? list.Items : null,
        _ => null,
    };

    /// <summary>Whether a value may meet a condition; true also where nobody looks closer.</summary>
    private static bool Meets(PolicyValue value, ConditionDocument.Leaf leaf) => leaf switch
    {
        { Operator: ConditionOperator.Equal } => PolicyValueEquality.Same(value, leaf.Value!),
        { Operator: ConditionOperator.NotEqual } => !PolicyValueEquality.Same(value, leaf.Value!),
        { Operator: ConditionOperator.In, Value: PolicyValue.List list } => list.Items.Any(i => PolicyValueEquality.Same(value, i)),
        { Operator: ConditionOperator.NotIn, Value: PolicyValue.List list } => !list.Items.Any(i => PolicyValueEquality.Same(value, i)),
        { Value: PolicyValue.Number bound } when IsBound(leaf.Operator) => value is PolicyValue.Number number && leaf.Operator switch
        {
            ConditionOperator.Less => number.Value < bound.Value,
            ConditionOperator.LessOrEqual => number.Value <= bound.Value,
            ConditionOperator.Greater => number.Value > bound.Value,
            _ => number.Value >= bound.Value,
        },
        _ => true,
    };

    private static bool IsBound(ConditionOperator operation) =>
        operation is ConditionOperator.Less or ConditionOperator.LessOrEqual or ConditionOperator.Greater
        or ConditionOperator.GreaterOrEqual;

    private static bool IsEmptyInterval(ConditionDocument.Leaf lower, ConditionDocument.Leaf upper)
    {
        if (lower.Operator is not (ConditionOperator.Greater or ConditionOperator.GreaterOrEqual)
            || upper.Operator is not (ConditionOperator.Less or ConditionOperator.LessOrEqual))
            return false;
        if (lower.Value is not PolicyValue.Number least || upper.Value is not PolicyValue.Number most)
            return false;
        var closed = lower.Operator == ConditionOperator.GreaterOrEqual && upper.Operator == ConditionOperator.LessOrEqual;
        return closed ? least.Value > most.Value : least.Value >= most.Value;
    }
}
