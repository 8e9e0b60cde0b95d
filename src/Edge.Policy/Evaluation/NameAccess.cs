using Edge.Policy.Calls;
using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>Which resources or prompts may be used (policy-format.md, Document and Methods). Immutable; thread-safe.</summary>
internal sealed class NameAccess
{
    private readonly bool _areUris;
    private readonly PatternSet<Decision> _allow;
    private readonly PatternSet<Decision> _deny;
    private readonly Decision _default;

    /// <summary>Puts prepared decisions together.</summary>
    /// <param name="areUris">Whether the names are URIs, which can hide what they mean.</param>
    /// <param name="allow">What is allowed.</param>
    /// <param name="deny">What is denied, which wins.</param>
    /// <param name="otherwise">The decision on everything else.</param>
    /// <param name="unnamed">The decision on a message that names nothing although its method is about something.</param>
    /// <param name="unclean">The decision on a URI that may mean another.</param>
    public NameAccess(bool areUris, PatternSet<Decision> allow, PatternSet<Decision> deny, Decision otherwise, Decision unnamed,
        Decision unclean)
    {
        _areUris = areUris;
        _allow = allow;
        _deny = deny;
        _default = otherwise;
        Unnamed = unnamed;
        Unclean = unclean;
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
}
