using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Compilation;

/// <summary>Which resources or prompts may be used (policy-format.md, Document and Methods). Immutable; thread-safe.</summary>
internal sealed class NameAccess
{
    private readonly bool _areUris;
    private readonly PatternSet<Decision> _allow;
    private readonly PatternSet<Decision> _deny;
    private readonly Decision _default;

    public NameAccess(PolicyDocument document, AccessDocument? access, bool areUris)
    {
        _areUris = areUris;
        var (reason, message) = areUris
            ? (DecisionReason.ResourceNotAllowed, Messages.ResourceNotAllowed)
            : (DecisionReason.PromptNotAllowed, Messages.PromptNotAllowed);
        var allowed = new Decision { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = "", Mode = document.Mode };
        var denied = new Decision { Outcome = DecisionOutcome.Deny, Reason = reason, Rule = "", Mode = document.Mode, Message = message };
        _allow = Prepare(access?.Allow ?? [], allowed);
        _deny = Prepare(access?.Deny ?? [], denied);
        _default = ((access?.Default ?? document.Default) == DefaultAction.Allow ? allowed : denied) with
        {
            Rule = access?.Default is null ? document.DefaultPlace.Pointer : access.Place.Pointer + "/default",
        };
        Unnamed = denied;
        Unclean = denied with { Rule = access?.Place.Pointer ?? "" };
    }

    /// <summary>The decision on a message that names nothing although its method is about something.</summary>
    public Decision Unnamed { get; }

    // The decision on a URI that may mean another: with patterns to be got past, no default lets it through.
    private Decision Unclean { get; }

    /// <summary>Decides on one resource or prompt: deny wins, then allow, then the default.</summary>
    public Decision Decide(string name)
    {
        if (_deny.TryFind(name, out var denied))
            return denied;
        if (_areUris && !UriHygiene.IsClean(name))
            return _deny.Entries.Count > 0 && _default.Outcome == DecisionOutcome.Allow ? Unclean : _default;
        return _allow.TryFind(name, out var allowed) ? allowed : _default;
    }

    /// <summary>Says whether a name, or something that a URI template could become, may be used.</summary>
    public bool CouldAllow(string name)
    {
        if (!_areUris || !name.Contains('{', StringComparison.Ordinal))
            return Decide(name).Forwards;
        if (_default.Mode == PolicyMode.Shadow)
            return true;

        var template = UriTemplates.ToPattern(name);
        if (_deny.Entries.Any(entry => entry.Pattern.Covers(template)))
            return false;
        return _default.Outcome == DecisionOutcome.Allow
            || (UriHygiene.IsClean(name) && _allow.Entries.Any(entry =>
                entry.Pattern.Overlaps(template) && !_deny.Entries.Any(denied => denied.Pattern.Covers(entry.Pattern))));
    }

    private static PatternSet<Decision> Prepare(IEnumerable<PatternEntry> patterns, Decision decision) =>
        new(patterns.Select(entry => KeyValuePair.Create(entry.Pattern, decision with { Rule = entry.Place.Pointer })));
}
