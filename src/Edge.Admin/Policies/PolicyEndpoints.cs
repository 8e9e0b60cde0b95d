using System.Security.Claims;
using System.Text;
using Edge.Admin.OpenApi;
using Edge.Admin.Servers;
using Edge.Admin.Users;
using Edge.Gateway.Audit;
using Edge.Gateway.Policies;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;

namespace Edge.Admin.Policies;

/// <summary><c>/api/policies</c>: what is active, what another text would change, and saving one.</summary>
internal static partial class PolicyEndpoints
{
    private const string Path = "/policies";

    // A text as JSON: each of its characters may take six.
    private static readonly IRequestSizeLimitMetadata TextSize = new RequestSizeLimitAttribute(6 * PolicyEditor.MaxBytes);

    private static readonly AdminProblem NoRevision = new(
        StatusCodes.Status400BadRequest, "revision", "Name the whole revision that you edited, so that nobody else's change is lost.");

    /// <summary>Maps the addresses below <paramref name="api"/>.</summary>
    public static void MapPolicies(this IEndpointRouteBuilder api)
    {
        var name = new ParameterDescription("name", "The policy's name.");
        api.MapGet(Path, List).RequireAuthorization(AdminRoles.Viewer)
            .Describe("listPolicies", "The active policies")
            .Answers<PoliciesAnswer>("The policies.");
        api.MapGet($"{Path}/{{name}}", Show).RequireAuthorization(AdminRoles.Viewer)
            .Describe("getPolicy", "One policy: its text, and what it says of each tool")
            .Takes(name)
            .Answers<PolicyDetail>("The policy.");
        api.MapPost($"{Path}/{{name}}/check", CheckAsync).RequireAuthorization(AdminRoles.Viewer).WithMetadata(TextSize)
            .Describe("checkPolicy", "The mistakes of a text, and what it would change for the calls that are kept")
            .Takes(name)
            .Reads<PolicyTextRequest>()
            .Answers<CheckAnswer>("What was found.");
        api.MapPut($"{Path}/{{name}}", SaveAsync).RequireAuthorization(AdminRoles.Admin).WithMetadata(TextSize)
            .Describe("savePolicy", "Save a policy's file, if it still has the revision that was edited and Edge:Admin:PolicyEditing allows it")
            .Takes(name)
            .Reads<PolicyTextRequest>()
            .Answers<SavedAnswer>("It was saved, and is active within a second.")
            .Answers<SavedAnswer>("The text has mistakes: nothing was saved.", StatusCodes.Status422UnprocessableEntity);
    }

    private static IResult List(PolicyCatalog policies, ServerList servers, PolicyEditor editor) => Results.Json(
        new PoliciesAnswer(editor.MaySave,
            [.. policies.Slots.OrderBy(slot => slot.Name, StringComparer.Ordinal)
                .Select(slot => PolicyAnswer.Of(slot, servers.RuledBy(slot.Name)))]),
        AdminJson.Options);

    private static IResult Show(string name, PolicyCatalog policies, ServerList servers, PolicyTable table)
    {
        if (!policies.TryGet(name, out var slot))
            return Unknown(name);
        var current = slot.Current;
        return Results.Json(
            new PolicyDetail(PolicyAnswer.Of(slot, servers.RuledBy(name)), Encoding.UTF8.GetString(current.Text.Span),
                table.Of(name, PolicyDocuments.Of(current))),
            AdminJson.Options);
    }

    private static async Task<IResult> CheckAsync(string name, HttpRequest body, PolicyCatalog policies, PolicyEditor editor,
        CancellationToken cancellation)
    {
        if (!policies.TryGet(name, out var slot))
            return Unknown(name);
        var (request, problem) = await AdminBody.ReadAsync<PolicyTextRequest>(body, PolicyTextRequest.Expected);
        if (request is null)
            return problem!;
        (var answer, problem) = await editor.CheckAsync(slot, request.Text, cancellation);
        return answer is null ? problem! : Results.Json(answer, AdminJson.Options);
    }

    private static async Task<IResult> SaveAsync(
        string name,
        HttpRequest body,
        ClaimsPrincipal user,
        PolicyCatalog policies,
        PolicyEditor editor,
        AuditRecorder audit,
        ILoggerFactory logs,
        CancellationToken cancellation)
    {
        if (!policies.TryGet(name, out var slot))
            return Unknown(name);
        var (request, problem) = await AdminBody.ReadAsync<PolicyTextRequest>(body, PolicyTextRequest.Expected);
        if (request is null)
            return problem!;
        if (request.Revision is not { } edited)
            return NoRevision;
        if (!audit.CanRecord)
            return AdminProblem.Unrecorded;
        (var revision, var diagnostics, problem) = await editor.SaveAsync(slot, request.Text, edited, cancellation);
        if (problem is not null)
            return problem;
        if (revision is null)
            return Results.Json(new SavedAnswer(false, null, diagnostics), AdminJson.Options,
                statusCode: StatusCodes.Status422UnprocessableEntity);
        audit.Administered(new AdminAct(AdminAction.PolicySaved, $"policy '{name}'")
        {
            By = user.UserName(),
            From = edited,
            To = revision,
        });
        Log.Saved(logs.CreateLogger("Edge.Admin.Policies"), user.UserName(), name, revision[..12]);
        return Results.Json(new SavedAnswer(true, revision, []), AdminJson.Options);
    }

    private static AdminProblem Unknown(string name) =>
        new(StatusCodes.Status404NotFound,
        "unknown_policy", $"There is no policy {Edge.Policy.Text.UserText.Quote(name)} here: GET /api/policies lists them.");

    private static partial class Log
    {
        [LoggerMessage(420, LogLevel.Warning, "User '{User}' saved policy '{Policy}', revision {Revision}.", EventName = nameof(Saved))]
        public static partial void Saved(ILogger logger, string user, string policy, string revision);
    }
}
