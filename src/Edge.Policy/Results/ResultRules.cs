using Edge.Policy.Results.Detection;

namespace Edge.Policy.Results;

/// <summary>
/// What holds for the answers to one kind of call: <c>all_tools.results</c> and the rule's own together, as run. Immutable; thread-safe.
/// </summary>
internal sealed class ResultRules
{
    internal ResultRules(ResultRuleSet rules)
    {
        Redact = rules.Redact;
        Remove = rules.Remove;
        Mask = rules.Mask;
        DenyIf = rules.DenyIf;
        Bounds = rules.Bounds;
        BlobsDenied = rules.BlobsDenied;
        RedactsUnreadable = rules.RedactsUnreadable;
        var shipped = DetectorFile.Shipped;
        RuleOfDetector = Redact.Where(rule => rule.Detector is not null)
            .DistinctBy(rule => rule.Detector).ToDictionary(rule => rule.Detector!);
        Tokens = new TokenFinder(RuleOfDetector.Keys, shipped.Examples);
        Pairs = new PairFinder(shipped.Pair);
        PairNames = shipped.Pair;
        PairRule = Redact.FirstOrDefault(rule => rule is { Detector: null, Regex: null });
        Expressions = [.. Redact.Where(rule => rule.Regex is not null)];
        ReplacementNames = Redact.Select(rule => rule.Name).Concat(Mask.Select(rule => rule.Name))
            .Concat(shipped.Detectors.Select(detector => detector.Id)).Append(shipped.Pair.Id).ToHashSet(StringComparer.Ordinal);
        NeedsCall = Remove.Concat(Mask).Any(rule => !rule.IsShadow) || DenyIf.Any(rule => !rule.IsShadow)
            || Bounds.Any(rule => !rule.IsShadow) || BlobsDenied is { IsShadow: false };
        MayEdit = Redact.Any(rule => !rule.IsShadow) || Mask.Concat(Remove).Any(rule => !rule.IsShadow)
            || Bounds.Any(rule => !rule.IsShadow);
        IsEmpty = Redact.Length + Remove.Length + Mask.Length + DenyIf.Length + Bounds.Length == 0 && BlobsDenied is null;
        MustBeJson = Remove.Concat(Mask).Any(rule => !rule.IsShadow);
    }

    /// <summary>
    /// Whether more than <c>redact</c> is enforced, so that an answer can only be judged with the call that it answers.
    /// </summary>
    public bool NeedsCall { get; }

    /// <summary>Whether an answer may be changed, so that no schema of it can be promised.</summary>
    public bool MayEdit { get; }

    /// <summary>Whether anything is enforced; else it is only counted what would be done.</summary>
    public bool Enforces => NeedsCall || MayEdit;

    /// <summary>Whether there is nothing to do.</summary>
    public bool IsEmpty { get; }

    internal RedactRule[] Redact { get; }

    internal NameRule[] Remove { get; }

    internal NameRule[] Mask { get; }

    internal DenyRule[] DenyIf { get; }

    internal BoundRule[] Bounds { get; }

    internal NameRule? BlobsDenied { get; }

    internal bool RedactsUnreadable { get; }

    internal bool MustBeJson { get; }

    internal TokenFinder Tokens { get; }

    internal IReadOnlyDictionary<Detector, RedactRule> RuleOfDetector { get; }

    internal PairFinder Pairs { get; }

    internal PairNames PairNames { get; }

    internal RedactRule? PairRule { get; }

    internal RedactRule[] Expressions { get; }

    internal IReadOnlySet<string> ReplacementNames { get; }
}
