using System.ComponentModel.DataAnnotations;
using Edge.Policy.Approvals;

namespace Edge.Admin.Approvals;

/// <summary>What a person answers.</summary>
/// <param name="Reason">Why, at most <see cref="MaxReason"/> characters; on no the agent is told.</param>
/// <param name="Calls">With yes: for so many calls of the tool, instead of this one.</param>
/// <param name="Minutes">With yes: for so long, calls of the tool pass, instead of this one.</param>
internal sealed record VerdictRequest(
    [property: MaxLength(VerdictRequest.MaxReason)] string? Reason = null,
    [property: Range(1, ApprovalVerdict.MaxCalls)] int? Calls = null,
    [property: Range(1, 24 * 60)] int? Minutes = null)
{
    /// <summary>How the body looks, for problems.</summary>
    public const string Expected =
        """{"reason": a text if you like; to approve the tool instead of the call also "calls": a number, or "minutes": a number}""";

    /// <summary>The longest reason, in characters.</summary>
    public const int MaxReason = 500;

    /// <summary>What is wrong with the answer by itself; null for nothing.</summary>
    public AdminProblem? Check(bool agrees)
    {
        if (Reason is not null && (Reason.Length is 0 or > MaxReason || Reason.Any(char.IsControl)))
            return Wrong("reason", $"Give a reason of at most {MaxReason} characters without control characters, or none.");
        if (!agrees && (Calls ?? Minutes) is not null)
            return Wrong("scope", "Leave out calls and minutes: a no is a no.");
        if (Calls is < 1 or > ApprovalVerdict.MaxCalls)
            return Wrong("calls", $"Give a number of calls from 1 to {ApprovalVerdict.MaxCalls}.");
        return Minutes is < 1 || Minutes > ApprovalVerdict.MaxPeriod.TotalMinutes
            ? Wrong("minutes", $"Give a number of minutes from 1 to {ApprovalVerdict.MaxPeriod.TotalMinutes:0}.") : null;
    }

    /// <summary>The answer of a user.</summary>
    public ApprovalVerdict ToVerdict(string user, bool agrees) =>
        new(user, agrees, Reason, Calls, Minutes is { } minutes ? TimeSpan.FromMinutes(minutes) : null);

    private static AdminProblem Wrong(string code, string detail) => new(StatusCodes.Status400BadRequest, code, detail);
}
