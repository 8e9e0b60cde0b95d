using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>One scope of a limit, prepared; <paramref name="Source"/> is set exactly for an argument.</summary>
internal readonly record struct CompiledScope(LimitScope Scope, ValueSource? Source);
