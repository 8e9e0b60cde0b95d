namespace Edge.Policy.Testing;

/// <summary>What a test expects. Immutable.</summary>
/// <param name="Decision"><c>allow</c>, <c>deny</c> or <c>approval_required</c>.</param>
/// <param name="Rule">The place that decides, as a JSON pointer; null where any may.</param>
/// <param name="Reason">The reason; null where any may.</param>
internal sealed record ExpectedDecision(string Decision, string? Rule, string? Reason);
