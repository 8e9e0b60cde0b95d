using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>What wants to see the values at one path.</summary>
internal abstract class PathTerminal
{
    /// <summary>The slot of what it saw. Set once, when its tree is built.</summary>
    public int Slot { get; set; }

    /// <summary>Looks at one value, on whose first token <paramref name="value"/> stands, and says what it saw.</summary>
    public abstract ConditionValue Visit(scoped in Utf8JsonReader value, scoped in EvaluationFrame frame);
}
