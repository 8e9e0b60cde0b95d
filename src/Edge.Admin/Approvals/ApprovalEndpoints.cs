using System.Security.Claims;
using Edge.Admin.OpenApi;
using Edge.Admin.Users;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;

namespace Edge.Admin.Approvals;

/// <summary><c>/api/approvals</c>: which calls wait for a person, yes, no.</summary>
internal static class ApprovalEndpoints
{
    /// <summary>The code of the problem when there is no such approval.</summary>
    public const string Unknown = "unknown_approval";

    /// <summary>The code of the problem when an approval cannot be answered any more.</summary>
    public const string NotPending = "approval_not_pending";

    /// <summary>Maps the addresses below <paramref name="api"/>.</summary>
    public static void MapApprovals(this IEndpointRouteBuilder api)
    {
        var approvals = api.MapGroup("/approvals");
        var id = new ParameterDescription("id", "The approval's id.");
        approvals.MapGet("", ListAsync).RequireAuthorization(AdminRoles.Viewer)
            .Describe("listApprovals", "Which calls wait for a person, and what was answered")
            .Takes(new("state", "'pending' for those that wait; all by default.") { Values = ["pending"] })
            .Answers<ApprovalsAnswer>("The approvals.");
        approvals.MapGet("/{id}", ShowAsync).RequireAuthorization(AdminRoles.Viewer)
            .Describe("getApproval", "One approval with its arguments")
            .Takes(id)
            .Answers<ApprovalAnswer>("The approval.");
        approvals.MapPost("/{id}/approve", ApproveAsync).RequireAuthorization(AdminRoles.Approver)
            .Describe("approve", "Approve the call, or the tool for some calls or minutes")
            .Takes(id)
            .Reads<VerdictRequest>()
            .Answers<ApprovalAnswer>("The approval.");
        approvals.MapPost("/{id}/deny", DenyAsync).RequireAuthorization(AdminRoles.Approver)
            .Describe("deny", "Deny the call")
            .Takes(id)
            .Reads<VerdictRequest>()
            .Answers<ApprovalAnswer>("The approval.");
    }

    private static async Task<IResult> ListAsync(ApprovalDesk desk, string? state, CancellationToken cancellation)
    {
        if (state is not (null or "pending"))
            return new AdminProblem(StatusCodes.Status400BadRequest, "state", "Ask for state=pending, or leave it out for all.");
        var all = await desk.ListAsync(pendingOnly: state is not null, cancellation);
        return Results.Json(new ApprovalsAnswer(desk.SurviveRestart,
            [.. all.Select(a => ApprovalAnswer.Of(a, desk.UrlOf(a), withArguments: false))]), AdminJson.Options);
    }

    private static async Task<IResult> ShowAsync(string id, ApprovalDesk desk, CancellationToken cancellation) =>
        await desk.FindAsync(id, cancellation) is { } approval
            ? Results.Json(ApprovalAnswer.Of(approval, desk.UrlOf(approval), withArguments: true), AdminJson.Options)
            : NotFound();

    private static Task<IResult> ApproveAsync(string id, HttpRequest body, ClaimsPrincipal user, ApprovalDesk desk,
        CancellationToken cancellation) =>
        AnswerAsync(id, body, user, desk, agrees: true, cancellation);

    private static Task<IResult> DenyAsync(string id, HttpRequest body, ClaimsPrincipal user, ApprovalDesk desk,
        CancellationToken cancellation) =>
        AnswerAsync(id, body, user, desk, agrees: false, cancellation);

    private static async Task<IResult> AnswerAsync(
        string id, HttpRequest body, ClaimsPrincipal user, ApprovalDesk desk, bool agrees, CancellationToken cancellation)
    {
        var (request, problem) = await AdminBody.ReadAsync<VerdictRequest>(body, VerdictRequest.Expected);
        problem ??= request?.Check(agrees);
        if (problem is not null)
            return problem;
        try
        {
            var change = await desk.AnswerAsync(id, request!.ToVerdict(user.UserName(), agrees), cancellation);
            if (change.Approval is not { } approval)
                return NotFound();
            return change.Happened
                ? Results.Json(ApprovalAnswer.Of(approval, desk.UrlOf(approval), withArguments: true), AdminJson.Options)
                : Conflict(approval);
        }
        catch (UnrecordedException)
        {
            return new AdminProblem(StatusCodes.Status503ServiceUnavailable, "audit_unavailable",
                "The answer cannot be recorded at the moment, and was not taken.");
        }
    }

    private static AdminProblem NotFound() =>
        new(StatusCodes.Status404NotFound, Unknown, "There is no such approval: GET /api/approvals says which there are.");

    private static AdminProblem Conflict(Approval approval)
    {
        var by = approval.AnsweredBy is { } user ? $", by '{user}'" : "";
        return new(StatusCodes.Status409Conflict,
            NotPending, $"This approval is {approval.State.ToSlug()}{by}: it cannot be answered any more.");
    }
}
