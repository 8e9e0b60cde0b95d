using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>Applies a leaf's test to each value at its path, while the walk is there.</summary>
/// <param name="function">What is taken of the value.</param>
/// <param name="test">The test.</param>
/// <param name="every">Whether all of several values have to pass it; otherwise any.</param>
internal sealed class LeafTerminal(PathFunction function, LeafTest test, bool every) : PathTerminal
{
    /// <inheritdoc/>
    public override ConditionValue Decisive => every ? ConditionValue.False : ConditionValue.True;

    /// <inheritdoc/>
    public override ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame) =>
        frame.TrySpend(WorkBudget.Test) ? test.Apply(Operand.Sent(value, function, frame), frame) : ConditionValue.Unevaluable;
}
