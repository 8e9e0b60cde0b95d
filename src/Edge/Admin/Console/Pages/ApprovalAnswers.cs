using System.Globalization;
using Edge.Admin.Console.Html;
using Edge.Admin.Users;
using Edge.Approvals;

namespace Edge.Admin.Console.Pages;

/// <summary>Takes what a person answered with a form.</summary>
internal static class ApprovalAnswers
{
    /// <summary>There is no such approval.</summary>
    public static readonly AdminProblem Unknown = new(
        StatusCodes.Status404NotFound, "unknown_approval", "There is no approval of this id, or none any more.");

    private const int MaxReason = 500;

    private static readonly AdminProblem TooLate = new(
        StatusCodes.Status409Conflict, "answered", "This was answered already, or its time is over: look at it again.");

    private static readonly AdminProblem Unrecorded = new(
        StatusCodes.Status503ServiceUnavailable, "unrecorded", "The answer cannot be recorded, and nothing changed: Edge's log says why.");

    private static readonly AdminProblem Wrong = new(
        StatusCodes.Status400BadRequest, "form", $"Give 1 to {ApprovalVerdict.MaxCalls} calls or 1 to {ApprovalVerdict.MaxPeriod.TotalMinutes:0} minutes, and a reason of at most {MaxReason} characters.");

    /// <summary>Yes.</summary>
    public static async Task<IResult> ApproveAsync(string id, HttpContext context, ApprovalDesk desk, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        if (form["amount"] is not [{ } text])
            return await AnswerAsync(id, new ApprovalVerdict(context.User.UserName(), Agrees: true), context, desk, cancellation);
        var most = form["unit"] == "minutes" ? (int)ApprovalVerdict.MaxPeriod.TotalMinutes : ApprovalVerdict.MaxCalls;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var amount) || amount < 1 || amount > most)
            return ErrorPage.For(Wrong);
        var verdict = form["unit"] == "minutes"
            ? new ApprovalVerdict(context.User.UserName(), Agrees: true, Period: TimeSpan.FromMinutes(amount))
            : new ApprovalVerdict(context.User.UserName(), Agrees: true, Calls: amount);
        return await AnswerAsync(id, verdict, context, desk, cancellation);
    }

    /// <summary>No.</summary>
    public static async Task<IResult> DenyAsync(string id, HttpContext context, ApprovalDesk desk, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var reason = form["reason"].ToString().Trim();
        if (reason.Length > MaxReason || reason.Any(char.IsControl))
            return ErrorPage.For(Wrong);
        return await AnswerAsync(id, new ApprovalVerdict(context.User.UserName(), Agrees: false, reason.Length > 0 ? reason : null), context, desk, cancellation);
    }

    private static async Task<IResult> AnswerAsync(string id, ApprovalVerdict verdict, HttpContext context, ApprovalDesk desk, CancellationToken cancellation)
    {
        try
        {
            var change = await desk.AnswerAsync(id, verdict, cancellation);
            if (change.Approval is not { } approval)
                return ErrorPage.For(Unknown);
            return change.Happened ? SignInPage.SeeOther(context, Address.To($"/approvals?done={approval.Id}")) : ErrorPage.For(TooLate);
        }
        catch (UnrecordedException)
        {
            return ErrorPage.For(Unrecorded);
        }
    }
}
