using System.Text.Json;
using Edge.Admin;
using Edge.Policy.Calls;
using Edge.Tests.Admin.Description;
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

    /// <remarks>'make openapi' names a file in EDGE_OPENAPI: it is written first.</remarks>
    [Fact]
    public async Task The_file_is_what_the_endpoints_are_described_as()
    {
        var made = await AdminDescription.MakeAsync(_edge, TestContext.Current.CancellationToken);
        var path = FilePath;
        if (Environment.GetEnvironmentVariable("EDGE_OPENAPI") is { Length: > 0 } written)
            await File.WriteAllTextAsync(path = written, made);
        Assert.True(made == await File.ReadAllTextAsync(path), "docs/openapi.json is not what the endpoints say: run 'make openapi'.");
    }

    [Fact]
    public async Task A_word_of_a_description_is_that_of_the_code()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(FilePath));
        var schemas = file.RootElement.GetProperty("components").GetProperty("schemas");
        var reasons = schemas.GetProperty("Decision").GetProperty("properties").GetProperty("reason").GetProperty("enum");
        Assert.Equal(Enum.GetValues<DecisionReason>().Select(reason => reason.ToSlug()),
            reasons.EnumerateArray().Select(reason => reason.GetString()));
        // Every member says what it is, but for those whose type does.
        Assert.Empty(schemas.EnumerateObject().SelectMany(schema => schema.Value.TryGetProperty("properties", out var members)
            ? members.EnumerateObject().Where(member => !member.Value.TryGetProperty("$ref", out _)
                && !member.Value.TryGetProperty("description", out _)).Select(member => $"{schema.Name}.{member.Name}") : []));
    }

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
