namespace Edge.Gateway.DecisionFeed;

/// <summary>What became of a message that was decided about.</summary>
/// <param name="Status">The HTTP status that the caller saw.</param>
/// <param name="Took">From the decision to the end of the answer.</param>
/// <param name="Error">Why it failed, in the words of <see cref="Telemetry.CallEnd"/>; null when it did not.</param>
internal readonly record struct DecisionEnd(int Status, TimeSpan Took, string? Error);
