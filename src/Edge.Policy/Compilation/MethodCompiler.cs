using System.Collections.Frozen;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Matching;

namespace Edge.Policy.Compilation;

/// <summary>Prepares what a document says about methods.</summary>
internal static class MethodCompiler
{
    /// <summary>Prepares <paramref name="methods"/>.</summary>
    public static MethodAccess Compile(AccessDocument? methods, PolicyMode mode)
    {
        // Housekeeping, what the policy names, and what its globs reach, which is published and no task. The first says who allowed it.
        Dictionary<string, Decision> allowed = new(StringComparer.Ordinal);
        foreach (var method in PublishedMethods.Housekeeping)
            allowed.TryAdd(method, Allow("", mode));
        foreach (var entry in methods?.Allow ?? [])
        {
            if (entry.Pattern is PublishedMethods.ToolsCall or PublishedMethods.Initialize)
                continue;
            var pattern = new ToolPattern(entry.Pattern);
            if (pattern.IsExact)
                allowed.TryAdd(entry.Pattern, Allow(entry.Place.Pointer, mode));
            foreach (var method in PublishedMethods.Others.Where(method => !pattern.IsExact && pattern.Matches(method)))
                allowed.TryAdd(method, Allow(entry.Place.Pointer, mode));
        }

        return new MethodAccess(
            new PatternSet<Decision>(
                (methods?.Deny ?? []).Select(entry => KeyValuePair.Create(entry.Pattern, Deny(entry.Place.Pointer, mode)))),
            allowed.ToFrozenDictionary(StringComparer.Ordinal),
            Deny("", mode));
    }

    private static Decision Deny(string pointer, PolicyMode mode) => new()
    {
        Outcome = DecisionOutcome.Deny,
        Reason = DecisionReason.MethodNotAllowed,
        Rule = pointer,
        Mode = mode,
        Message = Messages.MethodNotAllowed,
    };

    private static Decision Allow(string pointer, PolicyMode mode) =>
        new() { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = pointer, Mode = mode };
}
