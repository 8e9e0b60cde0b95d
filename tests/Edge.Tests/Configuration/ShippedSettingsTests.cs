using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>The shipped appsettings.json, with a server of the test's own in Runpod's place.</summary>
public sealed class ShippedSettingsTests
{
    [Theory]
    [InlineData("/.well-known/oauth-protected-resource", "http://127.0.0.1:8080/")]
    [InlineData("/.well-known/oauth-protected-resource/mcp", "http://127.0.0.1:8080/mcp")]
    public async Task Runpods_own_sign_in_is_found_through_Edge(string path, string resource)
    {
        await using var server = await ScriptedServer.StartAsync(static (context, _) => ScriptedServer.Json(
            context, """{"resource":"https://mcp.getrunpod.io/","authorization_servers":["https://mcp.getrunpod.io"]}"""));
        var shipped = new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.json")).Build();
        (string, string)[] settings =
        [
            .. shipped.AsEnumerable().Where(s => s.Value is not null && s.Key.StartsWith("ReverseProxy:Routes:", StringComparison.Ordinal))
            .Select(s => (s.Key, s.Value!)),
            ("Edge:PublicUrl", shipped["Edge:PublicUrl"]!), ("Edge:Policies:runpod", "policy.json"),
            ("ReverseProxy:Routes:mcp:Match:Path", "/other"),
            ("ReverseProxy:Clusters:runpod:Destinations:primary:Address", server.Address.ToString()),
        ];
        await using var edge = await EdgeHost.StartAsync(settings: settings);
        var answer = await RawHttp.RequestAsync(new Uri(edge.Base, path), "GET", default);
        Assert.Equal((200, "/.well-known/oauth-protected-resource"), (answer.Status, Assert.Single(server.Received).Target));
        Assert.Contains($"\"resource\":\"{resource}\"", answer.Text, StringComparison.Ordinal);
    }
}
