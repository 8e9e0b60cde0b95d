using Edge.Policy.Documents;
using Edge.Policy.Text;


namespace Edge.Policy.Validation;

/// <summary>
/// Warning: a limit that can never be reached before another of the same scope and window. So it is when whatever is counted by the one is
/// counted by the other at the same cost, and the other has no more room.
/// </summary>
internal static class UnreachableLimits
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        var common = (document.AllTools?.Limits ?? []).Take(DocumentValidation.MaxCompared).ToList();
        var users = DocumentWalk.Rules(document)
            .SelectMany(rule => rule.Limits.Select(limit => limit.Counter).Distinct().Select(counter => (counter, rule)))
            .ToLookup(user => user.counter, user => user.rule);
        foreach (var rule in DocumentWalk.Rules(document))
        {
            var together = ReferenceEquals(rule, document.AllTools) ? common
                : [.. common, .. rule.Limits.Take(DocumentValidation.MaxCompared)];
            foreach (var limit in rule.Limits.Take(DocumentValidation.MaxCompared))
            {
                if (together.Find(other => IsFirst(other, limit, together)
                    && AlwaysCounted(other, limit, users[limit.Counter], common)) is { } first)
                    diagnostics.Warning(
                        limit.Place,
                        DiagnosticCodes.LimitUnreachable,
                        $"the limit of {UserText.Quote(limit.Counter)} can never be reached before that "
                            + $"of {UserText.Quote(first.Counter)}, which has the same scope and window and no more room (remove it, "
                            + $"or lower its 'max')");
            }
        }
    }

    private static bool IsFirst(LimitDocument other, LimitDocument limit, List<LimitDocument> together) =>
        !ReferenceEquals(other, limit)
        && other.Algorithm == limit.Algorithm && other.Window == limit.Window && CounterConflicts.SameScope(other, limit)
        && SameCost(other, limit)
        && other.Max <= limit.Max && (other.Burst ?? other.Max) <= (limit.Burst ?? limit.Max)
        && (other.Max < limit.Max || together.IndexOf(other) < together.IndexOf(limit));

    /// <summary>
    /// Whether every rule that takes from the limit's count takes as much from the other's: another tool could fill the one alone.
    /// </summary>
    private static bool AlwaysCounted(LimitDocument other, LimitDocument limit, IEnumerable<RuleDocument> users,
        List<LimitDocument> common) =>
        other.Counter == limit.Counter
        || (users.Take(DocumentValidation.MaxCompared + 1).Count() <= DocumentValidation.MaxCompared
            && users.All(user => user.Limits.Where(l => l.Counter == limit.Counter).All(
                taken => user.Limits.Concat(common).Any(l => l.Counter == other.Counter && SameCost(l, taken)))));

    private static bool SameCost(LimitDocument left, LimitDocument right) =>
        left.Increment == right.Increment && left.IncrementFrom?.Text == right.IncrementFrom?.Text
        && left.IncrementDefault == right.IncrementDefault
        && (left.IncrementTable, right.IncrementTable) switch
        {
            (null, null) => true,
            ({ } a, { } b) => a.Path.Text == b.Path.Text && a.Default == b.Default && a.Values.Count == b.Values.Count
                && a.Values.All(v => b.Values.TryGetValue(v.Key, out var cost) && cost == v.Value),
            _ => false,
        };
}
