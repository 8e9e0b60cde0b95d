using Edge.Admin.Approvals;
using Edge.Admin.Console;
using Edge.Admin.Decisions;
using Edge.Admin.Freezes;
using Edge.Admin.Grants;
using Edge.Admin.Health;
using Edge.Admin.Limits;
using Edge.Admin.Metrics;
using Edge.Admin.OpenApi;
using Edge.Admin.Policies;
using Edge.Admin.Servers;
using Edge.Admin.Sessions;

namespace Edge.Admin;

/// <summary>Everything the admin port answers, a folder each. What asks for no role asks for a viewer.</summary>
internal static class AdminEndpoints
{
    /// <summary>Maps all of it.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapMetrics();
        routes.MapConsole();

        var api = routes.MapGroup("/api");
        api.MapDecisions();
        api.MapPolicies();
        api.MapGrants();
        api.MapServers();
        api.MapApprovals();
        api.MapLimits();
        api.MapFreezes();
        api.MapMe();
        api.MapOpenApi();
    }
}
