namespace Edge.Policy.Evaluation;

/// <summary>A leaf on a path of the arguments. What was seen there was noted during the walk.</summary>
/// <param name="place">Where it was noted.</param>
/// <param name="test">The leaf's test.</param>
/// <param name="absence">What an absent path means.</param>
/// <param name="every">Whether <c>[*]</c> stands for every element; otherwise for any.</param>
internal sealed class ArgumentCondition(PathSlot place, LeafTest test, LeafAbsence absence, bool every) : Condition
{
    /// <inheritdoc/>
    public override bool ReadsGrant => test.Other is { ReadsGrant: true };

    /// <inheritdoc/>
    public override ulong Reads => test.Other is null ? place.Reads : Touched.Always;

    /// <inheritdoc/>
    public override ConditionValue Evaluate(scoped in EvaluationFrame frame)
    {
        var seen = frame.Seen[place.Slot];
        if ((seen & ConditionValue.Ambiguous) != 0)
            return ConditionValue.Unevaluable;
        if ((seen & ConditionValue.Absent) != 0)
            seen = (seen & ~ConditionValue.Absent) | absence.Resolve(test, frame);
        return every ? ConditionValues.OfAll(seen) : ConditionValues.OfAny(seen);
    }

    /// <inheritdoc/>
    public override ConditionValue Possible(scoped in EvaluationFrame frame) => ConditionValues.Any;

    /// <inheritdoc/>
    public override Condition Decider(ConditionValue value, scoped in EvaluationFrame frame) => this;
}
