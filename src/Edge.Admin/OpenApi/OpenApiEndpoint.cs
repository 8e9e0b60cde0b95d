using Edge.Admin.Users;

namespace Edge.Admin.OpenApi;

/// <summary><c>/api/openapi.json</c>: what the API is, the bytes of docs/openapi.json.</summary>
internal static class OpenApiEndpoint
{
    private static readonly byte[] Description = Resource.Read("openapi.json");

    /// <summary>Maps the address below <paramref name="api"/>.</summary>
    public static void MapOpenApi(this IEndpointRouteBuilder api) =>
        api.MapGet("/openapi.json", static () => Results.Bytes(Description, "application/json")).RequireAuthorization(AdminRoles.Viewer)
            .Describe("getDescription", "This file")
            .Answers<object>("The file.");
}
