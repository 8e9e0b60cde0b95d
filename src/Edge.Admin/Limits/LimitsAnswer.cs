namespace Edge.Admin.Limits;

/// <summary>Counts, the fullest first.</summary>
/// <param name="Limits">The counts of this page.</param>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="IsWhole">False where there are more counts than are looked at.</param>
/// <param name="Shared">Whether other Edges count with this one.</param>
internal sealed record LimitsAnswer(IReadOnlyList<LimitAnswer> Limits, int Total, bool IsWhole, bool Shared);
