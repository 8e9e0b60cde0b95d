namespace Edge.Policy.Approvals;

/// <summary>What a person decided. Immutable.</summary>
/// <param name="By">The name of the person.</param>
/// <param name="Agrees">True to approve, false to deny.</param>
/// <param name="Reason">The reason, which a denied caller is told; null for none.</param>
/// <param name="Calls">The number of calls of the tool that are approved, in place of this one call; null for no such number.</param>
/// <param name="Period">How long calls of the tool are approved from now on, in place of this one call; null for no such time.</param>
public sealed record ApprovalVerdict(string By, bool Agrees, string? Reason = null, int? Calls = null, TimeSpan? Period = null)
{
    /// <summary>The maximum of <see cref="Calls"/>.</summary>
    public const int MaxCalls = 1_000;

    /// <summary>The maximum of <see cref="Period"/>.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(1);

    /// <summary>Which calls are approved.</summary>
    public ApprovalScope Scope => Calls is null && Period is null ? ApprovalScope.Once : ApprovalScope.Tool;
}
