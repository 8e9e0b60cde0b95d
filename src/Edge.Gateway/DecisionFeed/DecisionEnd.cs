using Edge.Policy.Results;

namespace Edge.Gateway.DecisionFeed;

/// <summary>What became of a message that was decided about.</summary>
/// <param name="Status">The HTTP status that the caller saw.</param>
/// <param name="Took">From the decision to the end of the answer.</param>
/// <param name="Error">Why it failed, in the words of <see cref="Telemetry.CallEnd"/>; null when it did not.</param>
/// <param name="Findings">What the policy found in the server's answer; empty for nothing.</param>
internal readonly record struct DecisionEnd(int Status, TimeSpan Took, string? Error, IReadOnlyList<ResultFinding> Findings);
