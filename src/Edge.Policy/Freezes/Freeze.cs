namespace Edge.Policy.Freezes;

/// <summary>One freeze that is in force. Immutable.</summary>
/// <param name="Target">Who or what is stopped.</param>
/// <param name="By">The name of the user who stopped it.</param>
/// <param name="At">When, by the store's clock.</param>
/// <param name="Reason">Why, in the user's words, for operators; null when none was given.</param>
public sealed record Freeze(FreezeTarget Target, string By, DateTimeOffset At, string? Reason);
