using System.Globalization;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Validation;

/// <summary>Error: limits that name one counter and do not mean one count (policy-format.md, Limit).</summary>
internal static class CounterConflicts
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        var first = new Dictionary<string, LimitDocument>(StringComparer.Ordinal);
        foreach (var limit in DocumentWalk.Rules(document).SelectMany(r => r.Limits).OrderBy(l => l.Place.Line).ThenBy(l => l.Place.Column))
        {
            if (first.TryAdd(limit.Counter, limit) || Difference(first[limit.Counter], limit) is not { } difference)
                continue;
            var place = first[limit.Counter].Place;
            diagnostics.Error(limit.Place, DiagnosticCodes.CounterConflict, string.Create(
                CultureInfo.InvariantCulture,
                $"the counter {UserText.Quote(limit.Counter)} has another {difference} at line {place.Line}, column {place.Column}; "
                    + $"limits that share a counter agree (give this one another name)"));
        }
    }

    /// <summary>In what two limits of one counter differ; null when they mean one count.</summary>
    private static string? Difference(LimitDocument left, LimitDocument right)
    {
        if (left.Algorithm != right.Algorithm)
            return "algorithm";
        if (left.Window != right.Window)
            return "window";
        if (!SameScope(left, right))
            return "scope";
        if (left.Algorithm != LimitAlgorithm.TokenBucket)
            return null;
        return left.Max != right.Max ? "max" : (left.Burst ?? left.Max) != (right.Burst ?? right.Max) ? "burst" : null;
    }

    /// <summary>Whether two limits have the same scopes in the same order, written alike: the parts of a count's key.</summary>
    public static bool SameScope(LimitDocument left, LimitDocument right) =>
        left.Scope.Select(s => (s.Scope, s.Path?.Text)).SequenceEqual(right.Scope.Select(s => (s.Scope, s.Path?.Text)));
}
