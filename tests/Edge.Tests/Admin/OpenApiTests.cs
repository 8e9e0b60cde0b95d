using System.Text.Json;
using Edge.Admin;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>docs/openapi.json and the running service name the same operations, with the same roles.</summary>
public sealed class OpenApiTests(AdminFixture fixture) : IClassFixture<AdminFixture>
{
    private static readonly string FilePath = Path.Combine(AppContext.BaseDirectory, "docs", "openapi.json");

    private readonly EdgeHost _edge = fixture.Edge;

    [Fact]
    public async Task Every_route_of_the_service_is_in_the_file_and_the_other_way_round()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(FilePath));
        var described = file.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name} {Role(operation.Value.GetProperty("description")
                .GetString()!)}"));
        var answered = _edge.Services.GetRequiredService<AdminHost>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IExcludeFromDescriptionMetadata>() is null)
            .SelectMany(route => route.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods.Where(method => method != "HEAD")
                .Select(method => $"{method} /{route.RoutePattern.RawText!.Trim('/')} {RoleOf(route)}"));
        Assert.Equal(described.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_service_serves_the_file()
    {
        var answer = await _edge.AdminAsync("GET", "/api/openapi.json", Operators.Bearer(Operators.Viewer));
        Assert.Equal(await File.ReadAllBytesAsync(FilePath), answer.Body);
        Assert.Equal(401, (await _edge.AdminAsync("GET", "/api/openapi.json")).Status);
    }

    private static string Role(string description) => description == "Open." ? "nobody" : description["Role: ".Length..].TrimEnd('.');

    private static string RoleOf(RouteEndpoint route) => route.Metadata.GetMetadata<IAllowAnonymous>() is not null
        ? "nobody"
        : route.Metadata.GetRequiredMetadata<IAuthorizeData>().Policy!;
}
