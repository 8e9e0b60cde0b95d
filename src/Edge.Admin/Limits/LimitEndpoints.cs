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
    }).RequireAuthorization(AdminRoles.Viewer);
}
