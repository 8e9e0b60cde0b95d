namespace Edge.Policy.Testing;

/// <summary>One step of the evaluation of a call. Immutable.</summary>
/// <param name="Place">The place in the policy, as a JSON pointer; empty for what is built in.</param>
/// <param name="Path">The path that the step reads; null for a step that reads none.</param>
/// <param name="Op">The operator of a condition, or what the step is: <c>hide</c>, <c>tool</c>, <c>action</c>, <c>limit</c>…</param>
/// <param name="Expected">What the policy says; null where that is all said by <paramref name="Op"/>.</param>
/// <param name="Value">What the call has, as JSON, at most 200 characters; null where it has nothing.</param>
/// <param name="Result">
/// <c>true</c>, <c>false</c>, <c>absent</c> or <c>unevaluable</c>; of a limit <c>room</c>, <c>no_room</c>, <c>not_taken</c> or
/// <c>unevaluable</c>.
/// </param>
internal sealed record ExplainedStep(string Place, string? Path, string Op, string? Expected, string? Value, string Result);
