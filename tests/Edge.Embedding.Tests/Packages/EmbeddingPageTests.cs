using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Edge.Embedding.Tests.Packages;

/// <summary>The applications of docs/embedding.md, built outside of this repository from the packages, and run.</summary>
[Collection(PackagesCollection.Name)]
public sealed partial class EmbeddingPageTests(PackedPackages packages)
{
    private const string Second = "## Options in code";
    private const string Server = "ReverseProxy__Clusters__github__Destinations__primary__Address";

    private static readonly string Page = Repository.Read("docs", "embedding.md");

    private static readonly (string, string) Gateway = ("EdgePolicyGateway.Gateway", PackedPackages.Version);

    [Fact]
    public async Task The_smallest_application_responds_as_the_page_shows()
    {
        await using var server = await McpClient.StartServerAsync();
        using var project = await ForeignProject.CreateAsync(
            packages, Page[..Page.IndexOf(Second, StringComparison.Ordinal)], Gateway);
        await project.BuildAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var app = project.Start(address, (Server, server.Address.ToString()));
        await app.ListeningAsync(address);
        using var client = new HttpClient();
        var shown = Command().Match(Page);
        Assert.True(shown.Success, "the page shows no command with its output");

        var response = await McpClient.SendTextAsync(client, new Uri(address, "/mcp"), shown.Groups["body"].Value);
        Assert.Equal(Comparable(shown.Groups["output"].Value), Comparable(response));
        Assert.Empty(server.Received);
        Assert.Contains("served", await McpClient.CallAsync(client, new Uri(address, "/mcp"), "search_issues"), StringComparison.Ordinal);
        Assert.Single(server.Received);
        Assert.Equal(["System.GC.Server"], RuntimeSettings(project).Where(key => !IsOfTheSdk(key)));
    }

    [Fact]
    public async Task The_application_with_every_extension_works_as_the_page_says()
    {
        await using var server = await McpClient.StartServerAsync();
        using var project = await ForeignProject.CreateAsync(
            packages, Page, Gateway, ("EdgePolicyGateway.Admin", PackedPackages.Version),
            ("EdgePolicyGateway.Stores.Postgres", PackedPackages.Version),
            ("OpenTelemetry.Extensions.Hosting", VersionOf("OpenTelemetry.Extensions.Hosting")));
        await project.BuildAsync();
        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        var admin = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        await using var app = project.Start(address, (Server, server.Address.ToString()), ("AdminUrl", admin.ToString()));
        await app.ListeningAsync(address);
        using var client = new HttpClient();
        var mcp = new Uri(address, "/mcp");

        using (var unknown = await McpClient.SendAsync(client, mcp, "search_issues"))
            Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        using (var signedIn = await client.PostAsync(new Uri(address, "/token?name=ada"), null, Deadline.Token))
        {
            var token = await signedIn.Content.ReadFromJsonAsync<JsonElement>(Deadline.Token);
            client.DefaultRequestHeaders.Authorization =
                new AuthenticationHeaderValue("Bearer", token.GetProperty("accessToken").GetString());
        }

        Assert.Contains("served", await McpClient.CallAsync(client, mcp, "search_issues"), StringComparison.Ordinal);
        Assert.Contains("Blocked by policy", await McpClient.CallAsync(client, mcp, "delete_repository"), StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", Assert.Single(server.Received).Headers.Keys);
        Assert.Equal("1", await client.GetStringAsync(new Uri(address, "/denials"), Deadline.Token));
        Assert.Contains("alive", await client.GetStringAsync(new Uri(admin, "/healthz"), Deadline.Token), StringComparison.Ordinal);
    }

    // What the project's SDK writes in any case; the web SDK alone sets the kind of garbage collector.
    private static bool IsOfTheSdk(string key) => key.StartsWith("System.Reflection.", StringComparison.Ordinal)
        || key.StartsWith("System.Runtime.Serialization.", StringComparison.Ordinal);

    private static IEnumerable<string> RuntimeSettings(ForeignProject project)
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(project.Folder, "out", "App.runtimeconfig.json")));
        return [.. file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").EnumerateObject()
            .Select(property => property.Name)];
    }

    private static string VersionOf(string package) => (string)XDocument.Parse(Repository.Read("Directory.Packages.props"))
        .Descendants("PackageVersion").Single(e => (string?)e.Attribute("Include") == package).Attribute("Version")!;

    // Each decision has an id of its own.
    private static string Comparable(string response) => DecisionId().Replace(response.Trim(), "ID");

    [GeneratedRegex(@"^\$ curl .*?-d '(?<body>[^']*)'\n(?<output>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Command();

    [GeneratedRegex("[0-9A-Z]{26}")]
    private static partial Regex DecisionId();
}
