using Edge.Gateway;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Configuration;

namespace Edge.Tests.Embedding;

/// <summary>
/// An application of somebody else's, with two YARP routes: <c>/mcp</c>, which is Edge's, and <c>/plain</c>, which is not.
/// </summary>
public sealed class ForeignHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _directory;

    private ForeignHost(WebApplication app, DirectoryInfo directory, ScriptedServer server) =>
        (_app, _directory, Server) = (app, directory, server);

    /// <summary>The server behind both routes.</summary>
    public ScriptedServer Server { get; }

    /// <summary>What the host wrote into its folder, besides the policy.</summary>
    public IEnumerable<string> Written => _directory.EnumerateFileSystemInfos().Select(entry => entry.Name)
        .Where(name => name != "policy.json");

    /// <summary>The host's address.</summary>
    public Uri Base => new(_app.Urls.First());

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>Starts it.</summary>
    /// <param name="options">Changes Edge's options.</param>
    /// <param name="before">Changes the services before Edge is added.</param>
    /// <param name="after">Changes the services after Edge was added.</param>
    /// <param name="usesEdge">Whether the pipeline has <c>UseEdge</c>.</param>
    /// <param name="plainCluster">The cluster of the route that is not Edge's.</param>
    /// <param name="policy">The policy of the route that is Edge's.</param>
    public static async Task<ForeignHost> StartAsync(
        Action<EdgeOptions>? options = null,
        Action<IReverseProxyBuilder>? before = null,
        Action<IEdgeBuilder>? after = null,
        bool usesEdge = true,
        string plainCluster = "other",
        string policy = EdgeHost.AllowOne)
    {
        var server = await ScriptedServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("edge-host-");
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "policy.json"), policy);
        var builder =
            WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = directory.FullName, EnvironmentName = "Production" });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var proxy = builder.Services.AddReverseProxy().LoadFromMemory(Routes(plainCluster), Clusters(server.Address));
        before?.Invoke(proxy);
        var edge = proxy.AddEdge(edge =>
        {
            edge.Policies["test"] = "policy.json";
            options?.Invoke(edge);
        });
        after?.Invoke(edge);
        var app = builder.Build();
        try
        {
            app.MapGet("/own", () => "own");
            app.MapReverseProxy(pipeline =>
            {
                if (usesEdge)
                    pipeline.UseEdge();
            });
            await app.StartAsync();
            return new ForeignHost(app, directory, server);
        }
        catch
        {
            await app.DisposeAsync();
            await server.DisposeAsync();
            directory.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Posts a message to a path.</summary>
    public Task<RawResponse> PostAsync(string path, string body, params string[] headers) =>
        RawHttp.PostAsync(new Uri(Base, path), body, headers);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Server.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private static RouteConfig[] Routes(string plainCluster) =>
    [
        new()
        {
            RouteId = "mcp",
            ClusterId = "server",
            Match = new RouteMatch { Path = "/mcp" },
            Metadata = new Dictionary<string, string> { ["Edge.Policy"] = "test" },
        },
        new() { RouteId = "plain", ClusterId = plainCluster, Match = new RouteMatch { Path = "/plain" } },
    ];

    private static ClusterConfig[] Clusters(Uri server) =>
        [.. new[] { "server", "other" }.Select(id => new ClusterConfig
        {
            ClusterId = id,
            Destinations = new Dictionary<string, DestinationConfig> { ["primary"] = new() { Address = server.ToString() } },
        })];
}
