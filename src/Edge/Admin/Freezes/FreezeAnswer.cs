using Edge.Stores;

namespace Edge.Admin.Freezes;

/// <summary>One freeze, as the API shows it.</summary>
/// <param name="Scope">How far it reaches.</param>
/// <param name="Name">The grant's id or the server's name; absent for everything.</param>
/// <param name="By">The user who stopped it.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why; absent when no reason was given.</param>
internal sealed record FreezeAnswer(FreezeScope Scope, string? Name, string By, DateTimeOffset At, string? Reason)
{
    /// <summary>Shows a freeze.</summary>
    public static FreezeAnswer Of(Freeze freeze) => new(freeze.Target.Scope, freeze.Target.Name, freeze.By, freeze.At.ToUniversalTime(), freeze.Reason);
}
