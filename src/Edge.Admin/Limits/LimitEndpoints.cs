using Edge.Admin.OpenApi;
using Edge.Admin.Users;

namespace Edge.Admin.Limits;

/// <summary><c>/api/limits</c>: how full the limits are.</summary>
internal static class LimitEndpoints
{
    /// <summary>Maps the address below <paramref name="api"/>.</summary>
    public static void MapLimits(this IEndpointRouteBuilder api) =>
        api.MapGet("/limits", static async (HttpRequest request, LimitList list, CancellationToken cancellation) =>
    {
        var (filter, problem) = LimitFilter.Of(request.Query);
        return problem is null ? Results.Json(await list.ListAsync(filter, cancellation), AdminJson.Options) : problem;
    }).RequireAuthorization(AdminRoles.Viewer)
        .Describe("listLimits", "How full the limits are")
        .Takes(new("grant", "A part of the grant's id."))
        .Takes(new("counter", "A part of the counter's name."))
        .Takes(new("unused", "Also counts of which nothing is taken.") { Type = "boolean" })
        .Takes(new("skip", "How many to leave out at the start.") { Type = "integer", Least = 0, Most = LimitList.MaxCounts })
        .Takes(new("count", "How many at most; 100 by default.") { Type = "integer", Least = 1, Most = LimitFilter.MaxCount })
        .Answers<LimitsAnswer>("The counts.");
}
