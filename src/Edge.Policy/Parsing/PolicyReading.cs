using System.Collections.Immutable;
using Edge.Policy.Documents;

namespace Edge.Policy.Parsing;

/// <summary>What came of reading a policy file. Immutable.</summary>
/// <param name="Document">The policy as written; null if any diagnostic is an error.</param>
/// <param name="Diagnostics">All mistakes, sorted by place; warnings may accompany a document.</param>
internal sealed record PolicyReading(PolicyDocument? Document, ImmutableArray<Diagnostic> Diagnostics);
