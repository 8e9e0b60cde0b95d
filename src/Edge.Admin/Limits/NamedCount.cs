using Edge.Policy.Calls;


namespace Edge.Admin.Limits;

/// <summary>A count whose owner is known.</summary>
/// <param name="Policy">The policy's name.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Scope">Whose count it is.</param>
/// <param name="Key">The store's key.</param>
internal sealed record NamedCount(string Policy, CompiledLimit Limit, IReadOnlyList<ScopeAnswer> Scope, byte[] Key);
