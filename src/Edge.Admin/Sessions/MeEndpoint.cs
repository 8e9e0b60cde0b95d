using System.Security.Claims;
using Edge.Admin.OpenApi;
using Edge.Admin.Users;

namespace Edge.Admin.Sessions;

/// <summary><c>/api/users/me</c>: who asks.</summary>
internal static class MeEndpoint
{
    /// <summary>Maps the address below <paramref name="api"/>.</summary>
    public static void MapMe(this IEndpointRouteBuilder api) => api.MapGet("/users/me", static (HttpContext context) =>
    {
        var session = context.Features.Get<AdminSession>();
        return Results.Json(
            new MeAnswer(context.User.UserName(), context.User.FindFirstValue(ClaimTypes.Role)!, session is null ? "token" : "session",
                session?.Expires),
            AdminJson.Options);
    }).RequireAuthorization(AdminRoles.Viewer)
        .Describe("getMe", "Who asks")
        .Answers<MeAnswer>("The user.");
}
