using Edge.Admin.OpenApi;
using Edge.Admin.Users;

namespace Edge.Admin.Servers;

/// <summary><c>/api/servers</c>: how the servers are.</summary>
internal static class ServerEndpoints
{
    /// <summary>Maps the address below <paramref name="api"/>.</summary>
    public static void MapServers(this IEndpointRouteBuilder api) =>
        api.MapGet("/servers", static (ServerList servers) => Results.Json(servers.Look(), AdminJson.Options))
            .RequireAuthorization(AdminRoles.Viewer)
            .Describe("listServers", "The state of the servers")
            .Answers<ServersAnswer>("The servers.");
}
