using System.Collections.Immutable;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Parsing;

/// <summary>Reads the scope of a limit: one, or an array of several.</summary>
internal sealed class ScopeParser(FormReader form)
{
    private const string OneScope = "'grant', 'session', 'tool', 'global', 'ip' or an argument as 'args.name'";

    /// <summary>Reads the scopes in document order; empty after an error.</summary>
    public ImmutableArray<ScopeDocument> Read(SourceNode node)
    {
        if (node.Kind != SourceKind.Array)
            return ReadOne(node, $"{OneScope}, or an array of them") is { } scope ? [scope] : [];
        if (node.Items.Count == 0)
            form.Error(node, DiagnosticCodes.EmptyList, $"expected {OneScope}, found an empty array");
        var scopes = ImmutableArray.CreateBuilder<ScopeDocument>(node.Items.Count);
        foreach (var item in node.Items)
        {
            if (ReadOne(item, OneScope) is not { } scope)
                continue;
            if (scopes.Any(other => other.Scope == scope.Scope && other.Path?.Text == scope.Path?.Text))
                form.Error(item, DiagnosticCodes.InvalidScope, $"the scope {UserText.Quote(item.Text)} occurs twice");
            else if (scope.Scope == LimitScope.Global && node.Items.Count > 1)
                form.Error(
                    item, DiagnosticCodes.InvalidScope,
                    "the scope 'global' cannot be combined with others: it is one count for all callers");
            else
                scopes.Add(scope);
        }
        return scopes.ToImmutable();
    }

    private ScopeDocument? ReadOne(SourceNode node, string expected)
    {
        if (form.Text(node, expected) is not { } text)
            return null;
        if (FormWords.Scope.TryGet(text, out var scope))
            return new ScopeDocument(scope, null);
        if (text.StartsWith("args", StringComparison.Ordinal))
            return form.Path(node, Refused) is { } path ? new ScopeDocument(LimitScope.Argument, path) : null;
        form.Error(
            node,
            DiagnosticCodes.InvalidScope,
            $"unknown scope {UserText.Quote(text)}; expected {expected}{FormWords.Scope.Hint(text)}");
        return null;
    }

    private static string? Refused(ValuePath path) => path is { Segments.IsEmpty: true, Function: PathFunction.None }
        ? "'args' alone is an object; expected the path of one argument"
        : LimitParser.OneValue(path);
}
