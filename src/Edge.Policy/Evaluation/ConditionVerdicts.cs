using Edge.Policy.Calls;

namespace Edge.Policy.Evaluation;

/// <summary>The prepared decisions of one condition, by the value of the whole condition around it.</summary>
internal sealed record ConditionVerdicts(Decision OnTrue, Decision OnFalse, Decision OnAbsent, Decision OnUnevaluable)
{
    /// <summary>Those of a condition that has none yet.</summary>
    public static ConditionVerdicts None { get; } = new(Unset, Unset, Unset, Unset);

    private static Decision Unset => new() { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.Unevaluable, Rule = "" };

    /// <summary>The decision for <paramref name="value"/>.</summary>
    public Decision For(ConditionValue value) => value switch
    {
        ConditionValue.True => OnTrue,
        ConditionValue.False => OnFalse,
        ConditionValue.Absent => OnAbsent,
        _ => OnUnevaluable,
    };
}
