using System.Text;
using Edge.Admin;
using Edge.Startup;
using Edge.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Edge.Tests.Hosting;

/// <summary>Edge on a real Kestrel on a free loopback port, before a scripted server: built as the program builds it.</summary>
public sealed class EdgeHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly DirectoryInfo _directory;

    private EdgeHost(WebApplication app, DirectoryInfo directory, ScriptedServer server, RecordedLogs logs)
    {
        _app = app;
        _directory = directory;
        Server = server;
        Logs = logs;
        Base = new Uri(app.Urls.First());
    }

    /// <summary>A policy that allows everything.</summary>
    public const string AllowAll = """{ "version": "1", "default": "allow" }""";

    /// <summary>A policy that allows the tool <c>allowed</c> and no other.</summary>
    public const string AllowOne = """{ "version": "1", "default": "deny", "tools": { "allowed": {} } }""";

    /// <summary>The server behind Edge.</summary>
    public ScriptedServer Server { get; }

    /// <summary>What Edge logged.</summary>
    public RecordedLogs Logs { get; }

    /// <summary>How many requests Edge is done with, as the framework's log tells.</summary>
    public int FinishedRequests => Logs.Lines.Count(l => l.Category == "Microsoft.AspNetCore.Hosting.Diagnostics" && l.Id.Id == 2);

    /// <summary>Edge's address.</summary>
    public Uri Base { get; }

    /// <summary>The address of the admin port.</summary>
    public Uri Admin => Services.GetRequiredService<AdminHost>().Address;

    /// <summary>The address of the route to the server.</summary>
    public Uri Mcp => new(Base, "/mcp");

    /// <summary>The host's services.</summary>
    public IServiceProvider Services => _app.Services;

    /// <summary>The file of the one policy.</summary>
    public string PolicyFile => Path.Combine(_directory.FullName, "policy.json");

    /// <summary>The folder of the audit records.</summary>
    public string AuditFolder => Path.Combine(_directory.FullName, "data", "audit");

    /// <summary>The file of Edge's secrets.</summary>
    public string KeyFile => Path.Combine(_directory.FullName, "data", "edge.key");

    /// <summary>Starts Edge with one policy and settings on top of the usual ones.</summary>
    public static async Task<EdgeHost> StartAsync(
        string policy = AllowOne, ScriptedServer? server = null, TimeProvider? clock = null, Action<IServiceCollection>? services = null,
            params (string Key, string Value)[] settings)
    {
        server ??= await ScriptedServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("edge-test-");
        await File.WriteAllTextAsync(Path.Combine(directory.FullName, "policy.json"), policy, new UTF8Encoding(false));
        var builder =
            WebApplication.CreateBuilder(
            new WebApplicationOptions { ContentRootPath = directory.FullName, EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Kestrel:Endpoints:Mcp:Url"] = "http://127.0.0.1:0",
            // Every test calls from the same address; those about floods set their own bounds.
            ["Edge:Flood:RequestsPerSecond"] = "1000000",
            ["Edge:Flood:Burst"] = "1000000",
            ["Edge:Flood:ConnectionsPerAddress"] = "1000000",
            ["Edge:Admin:Url"] = "http://127.0.0.1:0",
            ["AllowedHosts"] = "127.0.0.1;edge.test",
            ["Edge:Policies:test"] = "policy.json",
            // Tests of limits are not about files; those of the file's store set its kind.
            ["Edge:Store:Kind"] = "memory",
            ["ReverseProxy:Routes:mcp:ClusterId"] = "server",
            ["ReverseProxy:Routes:mcp:Match:Path"] = "/mcp",
            ["ReverseProxy:Routes:mcp:Metadata:Edge.Policy"] = "test",
            ["ReverseProxy:Clusters:server:Destinations:primary:Address"] = server.Address.ToString(),
        });
        builder.Configuration.AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value));
        var logs = new RecordedLogs();
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(logs);
        // What Edge keeps quiet of the frameworks is what many tests wait for.
        foreach (var category in (string[])["Microsoft", "System", "Yarp"])
            builder.Logging.AddFilter(category, LogLevel.Debug);
        if (clock is not null)
            builder.Services.AddSingleton(clock);
        services?.Invoke(builder.Services);
        var app = EdgeApplication.Build(builder);
        try
        {
            await app.StartEdgeAsync();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }

        return new EdgeHost(app, directory, server, logs);
    }

    /// <summary>Replaces the policy's file whole: whoever looks sees the old one or the new one, never half of it.</summary>
    public async Task ReplacePolicyAsync(string policy)
    {
        var written = PolicyFile + ".new";
        await File.WriteAllTextAsync(written, policy);
        File.Move(written, PolicyFile, overwrite: true);
    }

    /// <summary>Posts a message as bytes.</summary>
    public Task<RawResponse> PostAsync(string body, params string[] headers) => RawHttp.PostAsync(Mcp, body, headers);

    /// <summary>Stops Edge as a signal would; what is under way when <paramref name="cut"/> ends is cut.</summary>
    public Task StopAsync(CancellationToken cut = default) => _app.StopAsync(cut);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await Server.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
