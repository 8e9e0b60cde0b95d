using System.Runtime;
using Edge.Gateway.Callers;
using Edge.Testing;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Tests.Embedding;

/// <summary>Edge in an application of somebody else's: it rules its own routes, and leaves the rest of the process alone.</summary>
public sealed class EmbeddingTests
{
    private const string Allowed = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Denied = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"other"}}""";

    [Fact]
    public async Task A_route_with_a_policy_is_ruled_and_one_without_passes_untouched()
    {
        await using var host = await ForeignHost.StartAsync();
        Assert.Equal(200, (await host.PostAsync("/mcp", Allowed)).Status);
        Assert.Single(host.Server.Received);
        Assert.Contains("\"isError\":true", (await host.PostAsync("/mcp", Denied)).Text, StringComparison.Ordinal);
        Assert.Single(host.Server.Received);
        Assert.Equal(200, (await host.PostAsync("/plain", "not even JSON", "Host: anything.example")).Status);
        Assert.Equal("not even JSON", host.Server.Received[^1].Text);
        Assert.Empty(host.Written);
    }

    [Fact]
    public async Task Without_UseEdge_nothing_is_forwarded_on_routes_with_a_policy()
    {
        await using var host = await ForeignHost.StartAsync(usesEdge: false);
        Assert.Equal(502, (await host.PostAsync("/mcp", Allowed)).Status);
        Assert.Empty(host.Server.Received);
        Assert.Equal(200, (await host.PostAsync("/plain", Allowed)).Status);
    }

    [Fact]
    public async Task A_cluster_with_and_without_a_policy_stops_the_start_and_names_both_routes()
    {
        var e = await Assert.ThrowsAnyAsync<Exception>(() => ForeignHost.StartAsync(plainCluster: "server"));
        Assert.Contains("cluster 'server' serves route 'mcp' with a policy and route 'plain' without one", e.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_names_another_host_gets_no_answer_on_Edges_routes()
    {
        await using var host = await ForeignHost.StartAsync(edge => edge.AllowedHosts.Add("mcp.example.com"));
        Assert.Equal(400, (await host.PostAsync("/mcp", Allowed, "Host: rebound.example")).Status);
        Assert.Equal(200, (await host.PostAsync("/mcp", Allowed, "Host: mcp.example.com")).Status);
    }

    [Fact]
    public async Task A_factory_of_the_host_is_wrapped_and_one_that_comes_later_is_refused()
    {
        var theirs = new CountingFactory();
        await using (var host =
            await ForeignHost.StartAsync(before: proxy => proxy.Services.AddSingleton<IForwarderHttpClientFactory>(theirs)))
        {
            Assert.Equal(2, theirs.Made);
            Assert.Equal(200, (await host.PostAsync("/mcp", Allowed)).Status);
        }

        var e = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            () => ForeignHost.StartAsync(after: edge => edge.Services.AddSingleton<IForwarderHttpClientFactory>(theirs)));
        Assert.StartsWith("error forwarder_factory:", Assert.Single(e.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runtime_settings_of_the_process_stay_as_they_were()
    {
        var before = RuntimeSettings();
        await using var host = await ForeignHost.StartAsync();
        Assert.Equal(200, (await host.PostAsync("/mcp", Allowed)).Status);
        Assert.Equal(before, RuntimeSettings());

        static List<string> RuntimeSettings()
        {
            ThreadPool.GetMinThreads(out var min, out var minPorts);
            ThreadPool.GetMaxThreads(out var max, out var maxPorts);
            return
            [
                .. GC.GetConfigurationVariables().Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal),
                $"{GCSettings.IsServerGC} {GCSettings.LatencyMode} {GCSettings.LargeObjectHeapCompactionMode}",
                $"{min} {minPorts} {max} {maxPorts}",
            ];
        }
    }

    [Fact]
    public async Task Settings_of_a_store_need_its_package()
    {
        var e = await Assert.ThrowsAnyAsync<OptionsValidationException>(
            () => ForeignHost.StartAsync(edge => edge.Others["Store:ConnectionString"] = "Host=db"));
        Assert.StartsWith(
            "EdgeOptions: error config_missing_package at Edge:Store:ConnectionString: the key 'ConnectionString' belongs to the package "
            + "EdgePolicyGateway.Stores.", Assert.Single(e.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_mistakes_in_options_are_told_at_once_and_a_key_of_a_missing_package_names_it()
    {
        var e = await Assert.ThrowsAnyAsync<OptionsValidationException>(() => ForeignHost.StartAsync(edge =>
        {
            edge.Wire.MaxRequestBytes = 7;
            edge.Audit.QueueSize = 1;
            edge.Others["Admin:Url"] = "http://127.0.0.1:8081";
            edge.Others["ShutdownGrace"] = "00:00:30";
        }));
        Assert.Equal(
        [
            "EdgeOptions: error config_out_of_range at Edge:Wire:MaxRequestBytes: expected a whole number between 1024 and 1073741824, "
                + "found '7'",
            "EdgeOptions: error config_out_of_range at Edge:Audit:QueueSize: expected a whole number between 16 and 65536, found '1'",
            "EdgeOptions: error config_missing_package at Edge:Admin: the key 'Admin' belongs to the package EdgePolicyGateway.Admin: "
                + "reference it and call AddAdmin",
            "EdgeOptions: error config_missing_package at Edge:ShutdownGrace: the key 'ShutdownGrace' belongs to the program 'edge' "
                + "(EdgePolicyGateway.Tool), which owns its process: in a host of your own set HostOptions.ShutdownTimeout",
        ], e.Failures);
    }

    [Fact]
    public async Task A_resolver_of_the_host_says_who_is_calling()
    {
        await using var host = await ForeignHost.StartAsync(
            before: proxy => proxy.Services.AddSingleton<ICallerResolver, HeaderResolver>());
        Assert.Equal(401, (await host.PostAsync("/mcp", Allowed)).Status);
        Assert.Equal(200, (await host.PostAsync("/mcp", Allowed, "X-User: ada", "Authorization: Bearer of-the-host")).Status);
        Assert.DoesNotContain("Authorization", Assert.Single(host.Server.Received).Headers.Keys);
        Assert.Equal(200, (await host.PostAsync("/plain", Allowed)).Status);
    }

    [Fact]
    public async Task What_belongs_to_the_hosts_process_stays_as_it_was()
    {
        await using var host = await ForeignHost.StartAsync();
        var bare = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        bare.Logging.ClearProviders();
        await using var other = bare.Build();
        var (edge, plain) = (host.Services, other.Services);

        Assert.Equal(Of<HostFilteringOptions>(plain).AllowedHosts, Of<HostFilteringOptions>(edge).AllowedHosts);
        Assert.Equal(Of<ForwardedHeadersOptions>(plain).ForwardedHeaders, Of<ForwardedHeadersOptions>(edge).ForwardedHeaders);
        Assert.Equal(Of<HostOptions>(plain).ShutdownTimeout, Of<HostOptions>(edge).ShutdownTimeout);
        Assert.Equal(
            Of<KeyManagementOptions>(plain).XmlRepository?.GetType(), Of<KeyManagementOptions>(edge).XmlRepository?.GetType());
        Assert.Null(Of<AuthenticationOptions>(edge).DefaultScheme);
        Assert.Empty(Of<AuthenticationOptions>(edge).Schemes);
        var (limits, usual) = (Of<KestrelServerOptions>(edge).Limits, new KestrelServerLimits());
        Assert.Equal(
            (usual.MaxRequestBodySize, usual.RequestHeadersTimeout, usual.KeepAliveTimeout, usual.MaxRequestBufferSize,
                usual.MaxConcurrentConnections),
            (limits.MaxRequestBodySize, limits.RequestHeadersTimeout, limits.KeepAliveTimeout, limits.MaxRequestBufferSize,
                limits.MaxConcurrentConnections));
        Assert.True(Of<KestrelServerOptions>(edge).AddServerHeader);
        Assert.Empty(edge.GetServices<ILoggerProvider>());
        Assert.Equal(Of<LoggerFilterOptions>(plain).Rules.Count, Of<LoggerFilterOptions>(edge).Rules.Count);
        Assert.Equal("own", (await RawHttp.RequestAsync(new Uri(host.Base, "/own"), "GET", default, "Host: any.example")).Text);
    }

    private static T Of<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private sealed class HeaderResolver : ICallerResolver
    {
        public ValueTask<CallerIdentity?> ResolveAsync(HttpContext context) =>
            new(context.Request.Headers["X-User"] is [{ } user] ? new CallerIdentity(user) : null);
    }

    private sealed class CountingFactory : IForwarderHttpClientFactory
    {
        public int Made { get; private set; }

        public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context)
        {
            Made++;
            return new HttpMessageInvoker(new SocketsHttpHandler());
        }
    }
}
