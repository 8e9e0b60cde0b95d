using Edge.Policy.Compilation;

namespace Edge.Policies;

/// <summary>What is current of one policy, with its revision. Immutable; a request takes one and keeps it to its end.</summary>
/// <param name="Policy">The compiled policy.</param>
/// <param name="LoadedAt">When it became current.</param>
internal sealed record PolicySnapshot(CompiledPolicy Policy, DateTimeOffset LoadedAt);
