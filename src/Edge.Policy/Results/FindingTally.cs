using System.Collections.Immutable;
using Edge.Policy.Documents;

namespace Edge.Policy.Results;

/// <summary>Counts what was found in one message, and keeps the first reason to withhold it. Not thread-safe.</summary>
internal sealed class FindingTally
{
    private readonly Dictionary<(string Detector, ResultAction Action, string Rule, bool IsShadow), int> _counts = [];

    /// <summary>Why the message is withheld; null if it is not.</summary>
    public Withholding? Withheld { get; private set; }

    /// <summary>While true, nothing is counted.</summary>
    public bool IsSilent { get; set; }

    /// <summary>Counts one finding.</summary>
    public void Add(string detector, ResultAction action, string rule, bool isShadow, int count = 1)
    {
        if (IsSilent)
            return;
        var key = (detector, action, rule, isShadow);
        _counts[key] = _counts.GetValueOrDefault(key) + count;
    }

    /// <summary>Counts one finding by the replacement that was made for it.</summary>
    public void AddNamed(string replacement, ResultRules rules)
    {
        foreach (var rule in rules.Redact)
        {
            if (!rule.IsShadow && replacement == Replacements.Of(rule.Name))
            {
                Add(rule.Name, ResultAction.Redacted, rule.Rule, isShadow: false);
                return;
            }
        }
    }

    /// <summary>Withholds the message, unless it is withheld already or the rule is in shadow.</summary>
    public void Withhold(WithheldCause cause, string detector, string rule, string message, bool isShadow)
    {
        Add(detector, ResultAction.Withheld, rule, isShadow);
        if (!isShadow)
            Withheld ??= new Withholding(cause, rule, message);
    }

    /// <summary>Withholds the message for what was found in a blob, named by the replacement that cannot be made there.</summary>
    public void WithholdBlob(string replacement, ResultRules rules)
    {
        var rule = rules.Redact.FirstOrDefault(rule => replacement == Replacements.Of(rule.Name));
        var name = rule?.Name ?? "blobs";
        const string Message = "the answer holds a blob in which something was found that may not be shown";
        Withhold(WithheldCause.Denied, name, rule?.Rule ?? "", Message, isShadow: false);
    }

    /// <summary>Withholds the message because names cannot be found in a text of it.</summary>
    public void WithholdUnreadable(ResultRules rules)
    {
        var rule = rules.Remove.Concat(rules.Mask).First(rule => !rule.IsShadow);
        const string Message = "the answer is no JSON, so that what may not be shown cannot be told from the rest";
        Withhold(WithheldCause.Unreadable, rule.Name, rule.Rule, Message, isShadow: false);
    }

    /// <summary>All findings, by place and name.</summary>
    public ImmutableArray<ResultFinding> ToFindings() =>
    [
        .. _counts.OrderBy(entry => entry.Key.Rule, StringComparer.Ordinal).ThenBy(entry => entry.Key.Detector, StringComparer.Ordinal)
            .ThenBy(entry => entry.Key.Action)
            .Select(entry => new ResultFinding(
                entry.Key.Detector,
                entry.Key.Action,
                entry.Value,
                entry.Key.Rule,
                entry.Key.IsShadow ? PolicyMode.Shadow : PolicyMode.Enforce)),
    ];
}
