namespace Edge.Embedding.Tests.Packages;

/// <summary>The packages are all that an application needs: the sample of a README, built and run outside of this repository.</summary>
[Collection(PackagesCollection.Name)]
public sealed class ForeignProjectTests(PackedPackages packages)
{
    [Fact]
    public async Task The_sample_of_the_README_allows_and_denies()
    {
        await using var server = await McpClient.StartServerAsync();
        var readme = Repository.Read("src", "Edge.Gateway", "README.md");
        using var project = await ForeignProject.CreateAsync(packages, readme, ("EdgePolicyGateway.Gateway", PackedPackages.Version));
        await project.BuildAsync();
        Assert.True(Directory.Exists(Path.Combine(project.Cache, "edgepolicygateway.gateway", PackedPackages.Version)));

        var address = new Uri($"http://127.0.0.1:{FreePort.Next()}");
        const string Server = "ReverseProxy__Clusters__github__Destinations__primary__Address";
        await using var app = project.Start(address, (Server, server.Address.ToString()));
        await app.ListeningAsync(address);
        using var client = new HttpClient();
        var allowed = await McpClient.CallAsync(client, new Uri(address, "/mcp"), "search_issues");
        var denied = await McpClient.CallAsync(client, new Uri(address, "/mcp"), "delete_repository");

        Assert.Contains("served", allowed, StringComparison.Ordinal);
        Assert.Contains("Blocked by policy", denied, StringComparison.Ordinal);
        Assert.Equal(McpClient.Call("search_issues"), Assert.Single(server.Received).Text);
    }
}
