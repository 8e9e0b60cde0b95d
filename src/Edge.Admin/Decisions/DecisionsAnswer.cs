namespace Edge.Admin.Decisions;

/// <summary>Decisions, the newest first.</summary>
/// <param name="Kept">How many decisions are kept at most.</param>
/// <param name="Last">The number of the newest decision of all; 0 for none yet.</param>
/// <param name="Decisions">Those asked for.</param>
internal sealed record DecisionsAnswer(int Kept, long Last, IReadOnlyList<DecisionAnswer> Decisions);
