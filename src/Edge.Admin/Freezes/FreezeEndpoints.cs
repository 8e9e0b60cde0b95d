using System.Security.Claims;
using Edge.Admin.OpenApi;
using Edge.Admin.Users;
using Edge.Gateway.Audit;
using Edge.Policy.Freezes;

namespace Edge.Admin.Freezes;

/// <summary><c>/api/freezes</c>, the stop button: who is stopped, stop, thaw. What is under way is not cut off.</summary>
internal static partial class FreezeEndpoints
{
    /// <summary>The code of the problem when there is nothing to thaw.</summary>
    public const string NotFrozen = "not_frozen";

    private const string Path = "/freezes";

    /// <summary>Maps the addresses below <paramref name="api"/>.</summary>
    public static void MapFreezes(this IEndpointRouteBuilder api)
    {
        api.MapGet(Path, ListAsync).RequireAuthorization(AdminRoles.Viewer)
            .Describe("listFreezes", "Who is stopped")
            .Answers<FreezesAnswer>("The freezes.");
        api.MapPut(Path, FreezeAsync).RequireAuthorization(AdminRoles.Admin)
            .Describe("freeze", "Stop a grant, a server or everything")
            .Reads<FreezeRequest>()
            .Answers<FreezeAnswer>("The freeze.");
        api.MapDelete(Path, ThawAsync).RequireAuthorization(AdminRoles.Admin)
            .Describe("thaw", "End a freeze")
            .Reads<FreezeRequest>()
            .Answers<FreezeAnswer>("The freeze that ended.");
    }

    private static async Task<IResult> ListAsync(IFreezeStore freezes, CancellationToken cancellation)
    {
        var all = await freezes.ListAsync(cancellation);
        return Results.Json(new FreezesAnswer(freezes.SurviveRestart, [.. all.Select(FreezeAnswer.Of)]), AdminJson.Options);
    }

    private static async Task<IResult> FreezeAsync(
        HttpRequest body,
        ClaimsPrincipal user,
        IFreezeStore freezes,
        KnownTargets known,
        AuditRecorder audit,
        ILoggerFactory logs,
        CancellationToken cancellation)
    {
        var (request, problem) = await ReadAsync(body);
        if (request is null || (problem = known.Check(request.ToTarget())) is not null)
            return problem!;
        var freeze = await freezes.SetAsync(request.ToTarget(), user.UserName(), request.Reason, cancellation);
        // The stop button works while nothing can be recorded: it is recorded as soon as there is room.
        audit.Administered(new AdminAct(AdminAction.Frozen, $"{request.ToTarget()}") { By = user.UserName(), Reason = request.Reason });
        Log.Frozen(Logger(logs), user.UserName(), request.ToTarget(), request.Reason ?? "no reason given");
        return Results.Json(FreezeAnswer.Of(freeze), AdminJson.Options);
    }

    private static async Task<IResult> ThawAsync(
        HttpRequest body, ClaimsPrincipal user, IFreezeStore freezes, AuditRecorder audit, ILoggerFactory logs,
            CancellationToken cancellation)
    {
        var (request, problem) = await ReadAsync(body);
        if (request is null)
            return problem!;
        if (!audit.CanRecord)
            return AdminProblem.Unrecorded;
        if (await freezes.ClearAsync(request.ToTarget(), cancellation) is not { } ended)
            return new AdminProblem(StatusCodes.Status404NotFound, NotFrozen, "This is not frozen: GET /api/freezes says what is.");
        audit.Administered(new AdminAct(AdminAction.Thawed, $"{request.ToTarget()}") { By = user.UserName(), Reason = request.Reason });
        Log.Thawed(Logger(logs), user.UserName(), request.ToTarget(), request.Reason ?? "no reason given");
        return Results.Json(FreezeAnswer.Of(ended), AdminJson.Options);
    }

    private static ILogger Logger(ILoggerFactory logs) => logs.CreateLogger("Edge.Admin.Freezes");

    private static async Task<(FreezeRequest? Request, AdminProblem? Problem)> ReadAsync(HttpRequest body)
    {
        var (request, problem) = await AdminBody.ReadAsync<FreezeRequest>(body, FreezeRequest.Expected);
        problem ??= request?.Check();
        return problem is null ? (request, null) : (null, problem);
    }

    private static partial class Log
    {
        [LoggerMessage(400, LogLevel.Warning, "User '{User}' froze {Target}: {Reason}.", EventName = nameof(Frozen))]
        public static partial void Frozen(ILogger logger, string user, FreezeTarget target, string reason);

        [LoggerMessage(401, LogLevel.Warning, "User '{User}' thawed {Target}: {Reason}.", EventName = nameof(Thawed))]
        public static partial void Thawed(ILogger logger, string user, FreezeTarget target, string reason);
    }
}
