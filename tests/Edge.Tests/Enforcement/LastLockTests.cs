using System.Text;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Routes;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Startup;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>Takes each earlier check away in turn: the last lock lets nothing through without it.</summary>
public sealed class LastLockTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    [Fact]
    public async Task The_whole_pipeline_forwards() => Assert.Equal(1, await ForwardedAsync(app => app.UseEdgePipeline()));

    [Fact]
    public async Task Without_the_pipeline_step_nothing_is_forwarded() =>
        Assert.Equal(0, await ForwardedAsync(app => app.MapReverseProxy()));

    [Fact]
    public async Task Without_a_decision_nothing_is_forwarded() =>
        Assert.Equal(0, await ForwardedAsync(app => app.MapReverseProxy(proxy => proxy.Use((context, next) =>
        {
            var route = RoutePlan.Of(context.GetReverseProxyFeature().Route.Config);
            context.Features.Set(new CallContext(context, route, app.Services.GetRequiredService<AccessResolver>().Of(context, route)));
            return next(context);
        }))));

    [Fact]
    public async Task Without_the_transforms_nothing_is_forwarded() =>
        Assert.Equal(0, await ForwardedAsync(app => app.UseEdgePipeline(), services =>
        {
            var transforms = services.Where(s => s.ImplementationType == typeof(TransformProvider)).ToList();
            Assert.Single(transforms);
            transforms.ForEach(t => services.Remove(t));
        }));

    [Fact]
    public async Task A_pass_serves_once()
    {
        await using var edge = await EdgeHost.StartAsync();
        using var client = new HttpMessageInvoker(new DecisionLock(new SocketsHttpHandler()));
        var pass = new ForwardingPass(Allowed);
        using var first = Request(edge, pass);
        using var second = Request(edge, pass);
        using var answer = await client.SendAsync(first, Deadline.Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => client.SendAsync(second, Deadline.Token));
        Assert.Single(edge.Server.Received);
    }

    [Theory]
    [InlineData(300)]
    [InlineData(200_000)]
    public async Task What_leaves_is_what_was_judged_whatever_the_request_carries(int length)
    {
        await using var edge = await EdgeHost.StartAsync();
        using var client = new HttpMessageInvoker(new DecisionLock(new SocketsHttpHandler()));
        using var body = new RequestBody(new SegmentPool(new BufferBudget(1 << 20), new SegmentArrays(TimeProvider.System)), default);
        var judged = Call + new string(' ', length - Call.Length);
        Assert.True(body.TryAppend(Encoding.UTF8.GetBytes(judged)));
        using var request = Request(edge, new ForwardingPass(Allowed) { Body = body });
        request.Content!.Headers.TryAddWithoutValidation("Content-Language", "en");
        using var answer = await client.SendAsync(request, Deadline.Token);

        var received = Assert.Single(edge.Server.Received);
        Assert.Equal(judged, received.Text);
        Assert.Equal($"{length}", received.Headers["Content-Length"].ToString());
        Assert.Equal("en", received.Headers["Content-Language"].ToString());
        Assert.Equal("text/plain; charset=utf-8", received.Headers["Content-Type"].ToString());
        Assert.True(body.WasSent);
    }

    [Fact]
    public async Task Where_nothing_was_judged_no_body_leaves()
    {
        await using var edge = await EdgeHost.StartAsync();
        using var client = new HttpMessageInvoker(new DecisionLock(new SocketsHttpHandler()));
        using var request = Request(edge, new ForwardingPass(Allowed));
        using var answer = await client.SendAsync(request, Deadline.Token);
        Assert.Equal("", Assert.Single(edge.Server.Received).Text);
    }

    [Fact]
    public void A_denial_makes_no_pass() => Assert.Throws<InvalidOperationException>(() =>
        new ForwardingPass(new() { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.Denied, Rule = "" }));

    private static Decision Allowed => new() { Outcome = DecisionOutcome.Allow, Reason = DecisionReason.Allowed, Rule = "" };

    private static HttpRequestMessage Request(EdgeHost edge, ForwardingPass pass)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, edge.Server.Address) { Content = new StringContent(Call) };
        request.Options.Set(DecisionLock.Pass, pass);
        return request;
    }

    private static async Task<int> ForwardedAsync(Action<WebApplication> pipeline, Action<IServiceCollection>? services = null)
    {
        await using var server = await ScriptedServer.StartAsync();
        var directory = Directory.CreateTempSubdirectory("edge-lock-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(directory.FullName, "policy.json"), EdgeHost.AllowAll);
            var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = directory.FullName });
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Kestrel:Endpoints:Mcp:Url"] = "http://127.0.0.1:0",
                ["Edge:Policies:test"] = "policy.json",
                ["ReverseProxy:Routes:mcp:ClusterId"] = "server",
                ["ReverseProxy:Routes:mcp:Match:Path"] = "/mcp",
                ["ReverseProxy:Routes:mcp:Metadata:Edge.Policy"] = "test",
                ["ReverseProxy:Clusters:server:Destinations:primary:Address"] = server.Address.ToString(),
            });
            builder.Logging.ClearProviders();
            var settings = EdgeSettings.Read(builder.Configuration);
            builder.AddEdge(settings);
            services?.Invoke(builder.Services);
            await using var app = builder.Build();
            pipeline(app);
            await app.StartAsync();
            var answer = await RawHttp.PostAsync(new Uri(new Uri(app.Urls.First()), "/mcp"), Call);
            Assert.Equal(server.Received.Count == 1 ? 200 : 502, answer.Status);
            return server.Received.Count;
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
