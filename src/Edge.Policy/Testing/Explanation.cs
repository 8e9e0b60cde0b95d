using Edge.Policy.Calls;

namespace Edge.Policy.Testing;

/// <summary>Why a call was decided as it was. Immutable.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Steps">Every step that was evaluated, in the order of evaluation. The last one of a denial is what decided.</param>
/// <param name="Changes">What would have to change for another outcome, one sentence each.</param>
internal sealed record Explanation(Decision Decision, IReadOnlyList<ExplainedStep> Steps, IReadOnlyList<string> Changes);
