using System.ComponentModel.DataAnnotations;
using Edge.Policy.Documents;
using Edge.Policy.Results;

namespace Edge.Admin.Decisions;

/// <summary>What one place of a policy found in the answer of a server, without what it found.</summary>
/// <param name="Detector">The detector, or the masked or removed name.</param>
/// <param name="Action">What was done; in shadow, what would have been.</param>
/// <param name="Count">How often.</param>
/// <param name="Rule">The place in the policy, as a JSON pointer.</param>
/// <param name="Mode"><c>enforce</c>, or <c>shadow</c> where it was only counted.</param>
internal sealed record FindingAnswer(
    string Detector,
    [property: AllowedValues("redacted", "masked", "removed", "truncated", "withheld")] string Action,
    int Count,
    string Rule,
    [property: AllowedValues("enforce", "shadow")] string Mode)
{
    /// <summary>Shows a finding.</summary>
    public static FindingAnswer Of(ResultFinding finding) =>
        new(finding.Detector, finding.Action.ToSlug(), finding.Count, finding.Rule, finding.Mode.ToSlug());
}
