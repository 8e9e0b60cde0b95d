using Edge.Admin.OpenApi;
using Edge.Admin.Users;
using Edge.Gateway.Callers;
using Edge.Policy.Documents;

namespace Edge.Admin.Grants;

/// <summary><c>/api/grants</c>: who may call.</summary>
internal static class GrantEndpoints
{
    /// <summary>Maps the address below <paramref name="api"/>.</summary>
    public static void MapGrants(this IEndpointRouteBuilder api) =>
        api.MapGet("/grants", List).RequireAuthorization(AdminRoles.Viewer)
            .Describe("listGrants", "Who may call")
            .Answers<GrantsAnswer>("The grants.");

    private static IResult List(GrantCatalog catalog, TimeProvider clock)
    {
        var current = catalog.Current;
        return Results.Json(
            new GrantsAnswer(
                catalog.IsInForce,
                catalog.Path,
                current.ShortRevision.Length > 0 ? current.ShortRevision : null,
                catalog.LastReloadFailed,
                [.. current.Grants.Select(grant => Show(grant, clock.GetUtcNow()))]),
            AdminJson.Options);
    }

    private static GrantAnswer Show(Grant grant, DateTimeOffset now) => new(
        grant.Id,
        grant.Caller.Labels.OrderBy(label => label.Key, StringComparer.Ordinal)
            .ToDictionary(label => label.Key, label => Plain(label.Value)),
        grant.TokenHashes.Length,
        grant.Expires,
        grant.IsExpired(now),
        [.. grant.Servers.OrderBy(way => way.Server, StringComparer.Ordinal)
            .Select(way => new GrantServerAnswer(way.Server, way.Policy?.Name))]);

    private static object? Plain(PolicyValue value) => value switch
    {
        PolicyValue.Text text => text.Value,
        PolicyValue.Number number => number.Value,
        PolicyValue.Boolean boolean => boolean.Value,
        PolicyValue.List list => list.Items.Select(Plain).ToList(),
        PolicyValue.Map map => map.Members.ToDictionary(member => member.Key, member => Plain(member.Value)),
        _ => null,
    };
}
