using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>Keeps the value at a path without <c>[*]</c> for later: a scope's, a cost's, or one that another is compared with.</summary>
internal sealed class PathCapture(int index, PathFunction function) : PathTerminal
{
    /// <summary>The index in <see cref="EvaluationFrame.Captured"/>.</summary>
    public int Index => index;

    /// <summary>What is taken of the value.</summary>
    public PathFunction Function => function;

    /// <inheritdoc/>
    public override ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame)
    {
        if (!frame.TrySpend(WorkBudget.Test))
            return ConditionValue.Unevaluable;
        if (function is PathFunction.Length or PathFunction.Bytes)
        {
            var operand = Operand.Sent(value, function, frame);
            if (!operand.TryGetNumber(frame, out var number))
                return ConditionValue.Unevaluable;
            frame.Captured[index] = new CapturedValue(0, -1, number);
            return ConditionValue.True;
        }

        frame.Captured[index] = new CapturedValue(value.TokenStartIndex, Operand.SizeOf(value, frame), 0);
        return ConditionValue.True;
    }
}
