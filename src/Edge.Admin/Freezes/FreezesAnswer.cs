namespace Edge.Admin.Freezes;

/// <summary>Every active freeze.</summary>
/// <param name="SurviveRestart">Whether they outlive a restart of Edge, which depends on the store.</param>
/// <param name="Freezes">The freezes, the widest first.</param>
internal sealed record FreezesAnswer(bool SurviveRestart, IReadOnlyList<FreezeAnswer> Freezes);
