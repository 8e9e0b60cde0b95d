using Edge.Policy.Calls;


namespace Edge.Policy.Evaluation;

/// <summary>Which calls need a person, prepared. Immutable; thread-safe.</summary>
/// <param name="When">Any one that is true asks for a person; empty: every call does.</param>
/// <param name="Required">The decision for each member of <paramref name="When"/>, or the one for every call.</param>
internal sealed record CompiledApproval(Condition[] When, Decision[] Required);
