namespace Edge.Policy.Evaluation;

/// <summary>A leaf on a path of the arguments. What it saw there was noted by <see cref="LeafTerminal"/> during the walk.</summary>
/// <param name="terminal">What looked at the values.</param>
/// <param name="absence">What an absent path means.</param>
/// <param name="every">Whether <c>[*]</c> stands for every element; otherwise for any.</param>
internal sealed class ArgumentCondition(LeafTerminal terminal, LeafAbsence absence, bool every) : Condition
{
    /// <inheritdoc/>
    public override bool ReadsGrant => terminal.Test.Other is { ReadsGrant: true };

    /// <inheritdoc/>
    public override ConditionValue Evaluate(scoped in EvaluationFrame frame)
    {
        var seen = frame.Seen[terminal.Slot];
        if ((seen & ConditionValue.Ambiguous) != 0)
            return ConditionValue.Unevaluable;
        if ((seen & ConditionValue.Absent) != 0)
            seen = (seen & ~ConditionValue.Absent) | absence.Resolve(terminal.Test, frame);
        return every ? ConditionValues.OfAll(seen) : ConditionValues.OfAny(seen);
    }

    /// <inheritdoc/>
    public override ConditionValue Possible(scoped in EvaluationFrame frame) => ConditionValues.Any;

    /// <inheritdoc/>
    public override Condition Decider(ConditionValue value, scoped in EvaluationFrame frame) => this;
}
