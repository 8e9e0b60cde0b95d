using Edge.Policy.Limits;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Limits;

/// <summary>Credentials that anybody can invent, on a route where credentials tell callers apart.</summary>
public sealed class InventedCallerTests
{
    private const string Limited =
        """{ "version": "1", "default": "deny", "tools": { "allowed": { "limits": [ { "counter": "c", "window": "30d", "max": 5 } ] } }"""
        + """ }""";
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Initialize =
        """{"jsonrpc":"2.0","id":7,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
        + """{"name":"a","version":"1"}}}""";

    [Fact]
    public async Task They_cannot_shut_out_those_whom_the_server_knows()
    {
        await using var server = await ScriptedServer.StartAsync((context, request) =>
        {
            // As runpod-mcp does: 401 for an unknown key, before anything else.
            if (request.Headers["Authorization"].Contains("valid", StringComparison.Ordinal))
                return ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":7,"result":{}}""");
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        });
        await using var edge = await EdgeHost.StartAsync(
            Limited,
            server,
            services: services => services.AddSingleton<ILimitStore>(new MemoryLimitStore(TimeProvider.System, maxBytes: 8_000)),
            settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));

        var statuses = new List<string>();
        for (var i = 0; i < 60; i++)
            statuses.Add(Reason(await edge.PostAsync(Call, $"Authorization: Bearer invented-{i}")));
        Assert.Equal(["401", "store_unavailable"], statuses.Distinct());

        // One that is new and good meets a full half, proves itself as every client does, and has room from then on.
        Assert.Equal("store_unavailable", Reason(await edge.PostAsync(Call, "Authorization: Bearer valid-1")));
        Assert.Equal(200, (await edge.PostAsync(Initialize, "Authorization: Bearer valid-1")).Status);
        Assert.Equal("200", Reason(await edge.PostAsync(Call, "Authorization: Bearer valid-1")));
        Assert.Equal("store_unavailable", Reason(await edge.PostAsync(Call, "Authorization: Bearer invented-60")));
    }

    private static string Reason(RawResponse answer) => answer.Text.Contains("store_unavailable", StringComparison.Ordinal)
        ? "store_unavailable" : $"{answer.Status}";
}
