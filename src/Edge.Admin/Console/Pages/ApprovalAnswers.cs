using System.Globalization;
using Edge.Admin.Approvals;
using Edge.Admin.Console.Html;
using Edge.Admin.Users;
using Edge.Gateway.Approvals;

namespace Edge.Admin.Console.Pages;

/// <summary>Takes what a person answered with a form.</summary>
internal static class ApprovalAnswers
{
    /// <summary>There is no such approval.</summary>
    public static readonly AdminProblem Unknown = new(
        StatusCodes.Status404NotFound, ApprovalEndpoints.Unknown, "There is no approval of this id, or none any more.");

    private static readonly AdminProblem TooLate = new(
        StatusCodes.Status409Conflict, ApprovalEndpoints.NotPending, "This was answered already, or its time is over: look at it again.");

    private static readonly AdminProblem Unrecorded = new(
        StatusCodes.Status503ServiceUnavailable, "audit_unavailable", "The answer cannot be recorded at the moment, and was not taken.");

    /// <summary>Yes.</summary>
    public static async Task<IResult> ApproveAsync(string id, HttpContext context, ApprovalDesk desk, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        if (form["amount"] is not [{ } text])
            return await AnswerAsync(id, new VerdictRequest(), agrees: true, context, desk, cancellation);
        // Whatever is no number is none that may be given.
        var amount = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        return await AnswerAsync(id, form["unit"] == "minutes" ? new VerdictRequest(Minutes: amount) : new VerdictRequest(Calls: amount),
            agrees: true, context, desk, cancellation);
    }

    /// <summary>No.</summary>
    public static async Task<IResult> DenyAsync(string id, HttpContext context, ApprovalDesk desk, CancellationToken cancellation)
    {
        var form = await context.Request.ReadFormAsync(cancellation);
        var reason = form["reason"].ToString().Trim();
        return await AnswerAsync(id, new VerdictRequest(reason.Length > 0 ? reason : null), agrees: false, context, desk, cancellation);
    }

    private static async Task<IResult> AnswerAsync(string id, VerdictRequest request, bool agrees, HttpContext context, ApprovalDesk desk,
        CancellationToken cancellation)
    {
        if (request.Check(agrees) is { } problem)
            return ErrorPage.For(problem);
        try
        {
            var change = await desk.AnswerAsync(id, request.ToVerdict(context.User.UserName(), agrees), cancellation);
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
