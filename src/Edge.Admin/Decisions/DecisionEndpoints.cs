using System.Globalization;
using Edge.Admin.OpenApi;
using Edge.Admin.Users;
using Edge.Gateway.Approvals;
using Edge.Gateway.DecisionFeed;

namespace Edge.Admin.Decisions;

/// <summary><c>/api/decisions</c>: the newest decisions, one of them, and those to come.</summary>
internal static class DecisionEndpoints
{
    private const string Path = "/decisions";
    private const int UsualCount = 100;

    private static readonly AdminProblem Gone = new(
        StatusCodes.Status404NotFound, "unknown_decision",
            "No decision of this id is kept: only the newest are; 'edge audit show' has the rest.");

    /// <summary>Maps the addresses below <paramref name="api"/>.</summary>
    public static void MapDecisions(this IEndpointRouteBuilder api)
    {
        api.MapGet(Path, List).RequireAuthorization(AdminRoles.Viewer)
            .Describe("listDecisions", "The newest decisions")
            .TakesFilter()
            .Takes(new("count", $"How many at most; {UsualCount} by default.") { Type = "integer", Least = 1 })
            .Answers<DecisionsAnswer>("The decisions.");
        api.MapGet($"{Path}/stream", static (HttpContext context, DecisionStream stream) => stream.WriteAsync(context))
            .RequireAuthorization(AdminRoles.Viewer)
            .Describe("watchDecisions", "Decisions as they are taken: server-sent events 'decision' (a Decision), 'outcome' (id and Outcome) and "
                + "'dropped' (count: how many were not shown)")
            .TakesFilter()
            .Takes(new("after", "The number of the decision after which to begin; only new ones by default.") { Type = "integer", Least = 0 })
            .Answers<string>("The events.", type: "text/event-stream");
        api.MapGet($"{Path}/{{id}}", Show).RequireAuthorization(AdminRoles.Viewer)
            .Describe("getDecision", "One decision with its rule, limits and arguments")
            .Takes(new("id", "The decision's id."))
            .Answers<DecisionDetail>("The decision.");
    }

    private static RouteHandlerBuilder TakesFilter(this RouteHandlerBuilder route) => route
        .Takes(new("grant", "A part of the grant's id."))
        .Takes(new("tool", "A part of the name of the tool or prompt, or of the resource's URI."))
        .Takes(new("decision", "What was decided; 'shadow' for what was not enforced.") { Values = DecisionFilter.Decisions });

    private static IResult List(HttpRequest request, DecisionRing ring)
    {
        var (filter, problem) = DecisionFilter.Of(request.Query);
        if (problem is not null || !TryReadCount(request, ring.Capacity, out var count, out problem))
            return problem!;
        return Results.Json(new DecisionsAnswer(ring.Capacity, ring.Last,
            [.. ring.Newest().Where(filter.Matches).Take(count).Select(DecisionAnswer.Of)]), AdminJson.Options);
    }

    private static IResult Show(string id, DecisionRing ring, AdminSettings settings, ApprovalSettings approvals) =>
        ring.Find(id) is { } decision ? Results.Json(DecisionDetail.Of(decision, settings, approvals), AdminJson.Options) : Gone;

    private static bool TryReadCount(HttpRequest request, int most, out int count, out AdminProblem? problem)
    {
        (count, problem) = (UsualCount, null);
        if (request.Query["count"] is not [{ Length: > 0 } text])
            return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= most)
            return true;
        problem = new AdminProblem(StatusCodes.Status400BadRequest, "count", $"Ask for 1 to {most} decisions.");
        return false;
    }
}
