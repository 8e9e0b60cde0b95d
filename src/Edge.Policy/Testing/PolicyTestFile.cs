using System.Collections.Immutable;

namespace Edge.Policy.Testing;

/// <summary>A file of policy tests. Immutable.</summary>
/// <param name="Policy">The policy's path, relative to the file.</param>
/// <param name="Tests">The tests, in the order of the file.</param>
internal sealed record PolicyTestFile(string Policy, ImmutableArray<PolicyTest> Tests);
