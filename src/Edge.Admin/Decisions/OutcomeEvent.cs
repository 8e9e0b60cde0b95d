namespace Edge.Admin.Decisions;

/// <summary>What became of a decision that was shown while it was under way.</summary>
/// <param name="Id">The decision's id.</param>
/// <param name="Outcome">What became of it.</param>
internal sealed record OutcomeEvent(string Id, OutcomeAnswer Outcome);
