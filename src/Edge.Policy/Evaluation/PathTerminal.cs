using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>What wants to see the values at one path.</summary>
internal abstract class PathTerminal : PathSlot
{
    /// <summary>What, once it was seen of one of several values, no other value changes; nothing by default.</summary>
    public virtual ConditionValue Decisive => ConditionValue.None;

    /// <summary>Looks at one value, on whose first token <paramref name="value"/> stands, and says what it saw.</summary>
    public abstract ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame);
}
