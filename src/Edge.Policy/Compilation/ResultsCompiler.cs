using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Matching;
using Edge.Policy.Results;
using Edge.Policy.Results.Detection;

namespace Edge.Policy.Compilation;

/// <summary>Puts what <c>all_tools</c> and a rule say of results together, and prepares it.</summary>
internal static class ResultsCompiler
{
    private const string Denied = "the answer holds what may not be shown";

    /// <summary>Prepares what holds besides the rules of tools.</summary>
    public static ResultAccess Compile(PolicyDocument document)
    {
        var isShadow = document.Mode == PolicyMode.Shadow;
        var all = (document.AllTools?.Results, isShadow);
        return new ResultAccess(
            Compile(all),
            Compile(all, (document.Resources?.Results, isShadow)),
            Compile(all, (document.Prompts?.Results, isShadow)),
            Compile([
                all, (document.Resources?.Results, isShadow), (document.Prompts?.Results, isShadow),
                .. document.Tools.Select(tool => (tool.Rule.Results, isShadow || tool.Rule.Shadow))
            ]));
    }

    /// <summary>Prepares the parts; null if there is nothing to do.</summary>
    /// <param name="parts">What applies, <c>all_tools</c> first, each with whether it is in shadow.</param>
    public static ResultRules? Compile(params ReadOnlySpan<(ResultsDocument? Document, bool IsShadow)> parts)
    {
        var (redact, mask, remove, deny) = (new List<RedactRule>(), new List<NameRule>(), new List<NameRule>(), new List<DenyRule>());
        var bounds = new List<BoundRule>();
        NameRule? blobs = null;
        bool? redactsUnreadable = null;
        bool? truncates = null;
        foreach (var (document, isShadow) in parts)
        {
            if (document is null)
                continue;
            foreach (var entry in document.Redact)
                redact.AddRange(Redact(entry, isShadow));
            mask.AddRange(document.Mask.Select(entry => new NameRule(entry.Pattern, entry.Place.Pointer, isShadow)));
            remove.AddRange(document.Remove.Select(entry => new NameRule(entry.Pattern, entry.Place.Pointer, isShadow)));
            deny.AddRange(document.DenyIf.Select(entry => Deny(entry, isShadow)).OfType<DenyRule>());
            if (document.MaxBytes is { } max)
                bounds.Add(new BoundRule(max, document.MaxBytesPlace.Pointer, document.Truncates ?? false, isShadow));
            if (document.BlobsDenied is { } place && (blobs is null || blobs.IsShadow))
                blobs = new NameRule("blobs", place.Pointer, isShadow);

            // The stricter of what is said; what is in shadow says nothing.
            if (!isShadow)
            {
                redactsUnreadable = document.RedactsUnreadable is { } redacts ? redacts && redactsUnreadable != false : redactsUnreadable;
                truncates = document.Truncates is { } cuts ? cuts && truncates != false : truncates;
            }
        }

        var rules = new ResultRules(new ResultRuleSet
        {
            // What is enforced comes first: a place that two elements find is named by it.
            Redact = [.. redact.OrderBy(rule => rule.IsShadow)],
            Mask = [.. mask.OrderBy(rule => rule.IsShadow)],
            Remove = [.. remove.OrderBy(rule => rule.IsShadow)],
            DenyIf = [.. deny],
            Bounds = [.. bounds.Select(bound => bound.IsShadow ? bound : bound with { Truncates = truncates ?? false })],
            BlobsDenied = blobs,
            RedactsUnreadable = redactsUnreadable ?? false,
        });
        return rules.IsEmpty ? null : rules;
    }

    private static IEnumerable<RedactRule> Redact(RedactDocument entry, bool isShadow)
    {
        var rule = new RedactRule(entry.Name, entry.Place.Pointer, isShadow);
        if (entry.Regex is { } pattern)
            return PolicyRegex.TryCreate(pattern, out var regex, out _) ? [rule with { Regex = regex }] : [];
        var shipped = DetectorFile.Shipped;
        var all = entry.Name == DetectorFile.All;
        return shipped.Detectors.Where(detector => all || detector.Id == entry.Name)
            .Select(detector => rule with { Name = detector.Id, Detector = detector })
            .Concat(all || entry.Name == shipped.Pair.Id ? [rule with { Name = shipped.Pair.Id }] : []);
    }

    private static DenyRule? Deny(ResultDenyDocument entry, bool isShadow) => PolicyRegex.TryCreate(entry.Regex, out var regex, out _)
        ? new DenyRule(regex, entry.Place.Pointer, entry.OnDeny ?? Denied, isShadow)
        : null;
}
