using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Decisions;

/// <summary>What became of a message.</summary>
/// <param name="Status">The HTTP status that the caller saw.</param>
/// <param name="Milliseconds">From the decision to the end of the answer.</param>
/// <param name="Error">Why it failed: <c>tool_error</c>, a code, <c>caller_left</c> or the like; absent where it did not.</param>
internal sealed record OutcomeAnswer(int Status, double Milliseconds, string? Error = null)
{
    /// <summary>Shows an outcome.</summary>
    public static OutcomeAnswer Of(DecisionEnd end) => new(end.Status, Math.Round(end.Took.TotalMilliseconds, 2), end.Error);
}
