using System.Runtime.CompilerServices;
using Edge.Gateway.Policies;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Parsing;

namespace Edge.Admin.Policies;

/// <summary>Policies as written, read again from the active texts, once each. Thread-safe.</summary>
internal static class PolicyDocuments
{
    private static readonly ConditionalWeakTable<CompiledPolicy, PolicyDocument> Documents = [];

    /// <summary>The document of a snapshot.</summary>
    public static PolicyDocument Of(PolicySnapshot snapshot) => Documents.GetValue(
        snapshot.Policy,
        _ => PolicyParser.Read("", snapshot.Text).Document
            ?? throw new InvalidOperationException("An active policy has a text that cannot be read."));

    /// <summary>The names of tools that a document has as they are, not as patterns.</summary>
    public static IEnumerable<string> ExactTools(PolicyDocument document) =>
        document.Tools.Select(tool => tool.Pattern).Concat(document.Hide.Select(hidden => hidden.Pattern))
        .Where(pattern => !pattern.Contains('*', StringComparison.Ordinal));
}
