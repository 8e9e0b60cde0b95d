using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>A leaf on the grant, the tool or the session.</summary>
internal sealed class StatedCondition(ValueSource source, LeafTest test, LeafAbsence absence) : Condition
{
    private readonly bool _isKnownWithoutCall =
        source.Path.Root is not (PathRoot.Arguments or PathRoot.SessionId)
        && test.Other is not { Path.Root: PathRoot.Arguments or PathRoot.SessionId };

    /// <inheritdoc/>
    public override bool ReadsGrant => source.ReadsGrant || test.Other is { ReadsGrant: true };

    /// <inheritdoc/>
    public override ulong Reads => Touched.Always;

    /// <inheritdoc/>
    public override ConditionValue Evaluate(scoped in EvaluationFrame frame)
    {
        var operand = source.Read(frame);
        return operand.Kind == OperandKind.Absent ? absence.Resolve(test, frame) : test.Apply(operand, frame);
    }

    /// <inheritdoc/>
    public override ConditionValue Possible(scoped in EvaluationFrame frame) => _isKnownWithoutCall ? Evaluate(frame) : ConditionValues.Any;

    /// <inheritdoc/>
    public override Condition Decider(ConditionValue value, scoped in EvaluationFrame frame) => this;
}
