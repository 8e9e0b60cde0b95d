using Edge.Policy.Documents;

namespace Edge.Policy.Results;

/// <summary>What one place of the policy found in one answer; never a value of it. Immutable.</summary>
/// <param name="Detector">The detector, the masked or removed name, or the member that found it.</param>
/// <param name="Action">What was done; in shadow, what would have been.</param>
/// <param name="Count">How often.</param>
/// <param name="Rule">The place of the document, as a JSON pointer.</param>
/// <param name="Mode">Whether it was enforced.</param>
internal sealed record ResultFinding(string Detector, ResultAction Action, int Count, string Rule, PolicyMode Mode);
