using System.Collections.Frozen;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>Which methods may be used (policy-format.md, Methods). Immutable; thread-safe.</summary>
internal sealed class MethodAccess
{
    private readonly PatternSet<Decision> _denied;
    private readonly FrozenDictionary<string, Decision> _allowed;
    private readonly Decision _unknown;

    public MethodAccess(AccessDocument? methods, PolicyMode mode)
    {
        _unknown = Deny("", mode);
        _denied = new PatternSet<Decision>(
            (methods?.Deny ?? []).Select(entry => KeyValuePair.Create(entry.Pattern, Deny(entry.Place.Pointer, mode))));

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

        _allowed = allowed.ToFrozenDictionary(StringComparer.Ordinal);
        ToolsCallDenied = _denied.TryFind(PublishedMethods.ToolsCall, out var denied) ? denied : null;
    }

    /// <summary>The decision on every tool call when <c>methods.deny</c> has the method; otherwise null.</summary>
    public Decision? ToolsCallDenied { get; }

    /// <summary>Decides on a method other than <c>tools/call</c>. Deny is looked at first, because it wins.</summary>
    public Decision Decide(string method) =>
        _denied.TryFind(method, out var denied) ? denied : _allowed.GetValueOrDefault(method) ?? _unknown;

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
