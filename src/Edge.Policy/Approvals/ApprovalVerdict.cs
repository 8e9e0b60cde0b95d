namespace Edge.Policy.Approvals;

/// <summary>What a person answered. Immutable.</summary>
/// <param name="By">The person's name.</param>
/// <param name="Agrees">Yes or no.</param>
/// <param name="Reason">Why; on no the caller is told. Null for none.</param>
/// <param name="Calls">For how many calls of the tool, instead of this one; null for no such number.</param>
/// <param name="Period">For how long, from now on, calls of the tool pass, instead of this one; null for no such time.</param>
public sealed record ApprovalVerdict(string By, bool Agrees, string? Reason = null, int? Calls = null, TimeSpan? Period = null)
{
    /// <summary>The most calls that one answer is good for.</summary>
    public const int MaxCalls = 1_000;

    /// <summary>The longest time that one answer is good for.</summary>
    public static readonly TimeSpan MaxPeriod = TimeSpan.FromDays(1);

    /// <summary>What a yes is good for.</summary>
    public ApprovalScope Scope => Calls is null && Period is null ? ApprovalScope.Once : ApprovalScope.Tool;
}
