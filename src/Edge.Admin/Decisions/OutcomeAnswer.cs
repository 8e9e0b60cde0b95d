using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Decisions;

/// <summary>What became of a message.</summary>
/// <param name="Status">The HTTP status that the caller saw.</param>
/// <param name="Milliseconds">From the decision to the end of the answer.</param>
/// <param name="Error">Why it failed: <c>tool_error</c>, a code, <c>caller_left</c> or the like; absent where it did not.</param>
/// <param name="Findings">What the policy found in the server's answer; absent for nothing.</param>
internal sealed record OutcomeAnswer(
    int Status, double Milliseconds, string? Error = null, IReadOnlyList<FindingAnswer>? Findings = null)
{
    /// <summary>Shows an outcome.</summary>
    public static OutcomeAnswer Of(DecisionEnd end) => new(
        end.Status, Math.Round(end.Took.TotalMilliseconds, 2), end.Error,
        end.Findings.Count == 0 ? null : [.. end.Findings.Select(FindingAnswer.Of)]);
}
