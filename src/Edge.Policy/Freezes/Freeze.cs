namespace Edge.Policy.Freezes;

/// <summary>An active freeze. Immutable.</summary>
/// <param name="Target">Who or what is stopped.</param>
/// <param name="By">The name of the user who stopped it.</param>
/// <param name="At">When, by the store's clock.</param>
/// <param name="Reason">The user's reason, for operators; null for none.</param>
public sealed record Freeze(FreezeTarget Target, string By, DateTimeOffset At, string? Reason);
