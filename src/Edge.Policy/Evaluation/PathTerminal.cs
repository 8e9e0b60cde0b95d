using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>What wants to see the values at one path.</summary>
internal abstract class PathTerminal : PathSlot
{
    /// <summary>Looks at one value, on whose first token <paramref name="value"/> stands, and says what it saw.</summary>
    public abstract ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame);
}
