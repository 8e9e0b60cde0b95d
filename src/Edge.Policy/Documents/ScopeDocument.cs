namespace Edge.Policy.Documents;

/// <summary>One scope of a limit; <paramref name="Path"/> is set exactly for <see cref="LimitScope.Argument"/>.</summary>
internal readonly record struct ScopeDocument(LimitScope Scope, ValuePath? Path);
