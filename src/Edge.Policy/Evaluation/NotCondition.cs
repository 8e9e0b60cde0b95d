namespace Edge.Policy.Evaluation;

/// <summary>The condition <c>not</c>.</summary>
internal sealed class NotCondition(Condition child) : Condition
{
    /// <inheritdoc/>
    public override bool ReadsGrant => child.ReadsGrant;

    /// <inheritdoc/>
    public override ulong Reads => child.Reads;

    /// <inheritdoc/>
    public override ConditionValue Evaluate(scoped in EvaluationFrame frame) => ConditionValues.Not(child.Evaluate(frame));

    /// <inheritdoc/>
    public override ConditionValue Possible(scoped in EvaluationFrame frame) => ConditionValues.Not(child.Possible(frame));

    /// <inheritdoc/>
    public override Condition Decider(ConditionValue value, scoped in EvaluationFrame frame) =>
        child.Decider(ConditionValues.Not(value), frame);
}
