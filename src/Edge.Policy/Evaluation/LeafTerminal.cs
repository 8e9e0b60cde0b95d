using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>Applies a leaf's test to each value at its path, while the walk is there.</summary>
internal sealed class LeafTerminal(PathFunction function, LeafTest test) : PathTerminal
{
    /// <inheritdoc/>
    public override ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame) =>
        test.Apply(Operand.Sent(value, function), frame);
}
