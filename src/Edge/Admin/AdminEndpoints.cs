using Edge.Admin.Approvals;
using Edge.Admin.Freezes;
using Edge.Admin.Health;
using Edge.Admin.Metrics;

namespace Edge.Admin;

/// <summary>Everything the admin port answers, a folder each. What asks for no role asks for a viewer.</summary>
internal static class AdminEndpoints
{
    /// <summary>Maps all of it.</summary>
    public static void MapAdmin(this IEndpointRouteBuilder routes)
    {
        routes.MapHealth();
        routes.MapMetrics();

        var api = routes.MapGroup("/api");
        api.MapApprovals();
        api.MapFreezes();
    }
}
