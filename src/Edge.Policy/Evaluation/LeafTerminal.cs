using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>Applies a leaf's test to each value at its path, while the walk is there.</summary>
/// <param name="function">What is taken of the value.</param>
/// <param name="test">The test.</param>
/// <param name="every">Whether all of several values have to pass it; otherwise any.</param>
internal sealed class LeafTerminal(PathFunction function, LeafTest test, bool every) : PathTerminal
{
    // By the type of the value's first token.
    private readonly ConditionValue[] _byType =
        [.. Enum.GetValues<JsonTokenType>().Select(token => function == PathFunction.None ? test.ForType(token) : ConditionValue.None)];

    /// <inheritdoc/>
    public override ConditionValue Decisive => every ? ConditionValue.False : ConditionValue.True;

    /// <inheritdoc/>
    public override ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame)
    {
        // Types before values.
        var known = _byType[(int)value.TokenType];
        if (known != ConditionValue.None)
            return frame.TrySpend(WorkBudget.TypeTest) ? known : ConditionValue.Unevaluable;
        if (!frame.TrySpend(WorkBudget.Test))
            return ConditionValue.Unevaluable;
        return function == PathFunction.None
            ? test.Apply(Operand.OfArguments(value), frame)
            : test.Apply(Operand.Sent(value, function, frame), frame);
    }
}
