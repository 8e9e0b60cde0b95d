using Edge.Testing;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>What callers and servers tell each other is in no span, metric or log line.</summary>
[Collection(AloneCollection.Name)]
public sealed class SecrecyTests
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":"""
        + """{"name":"t","version":"1"}}}""";

    private const string Call =
        """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed","arguments":{"key":"argument-planted"}}}""";

    [Fact]
    public async Task Planted_secrets_are_found_in_no_output()
    {
        await using var observed =
            await ObservedEdge.StartAsync(settings: ("ReverseProxy:Routes:mcp:Metadata:Edge.Identity", "credential"));
        observed.Edge.Server.Answer = (context, _) =>
        {
            context.Response.Headers["Mcp-Session-Id"] = "session-planted";
            return ScriptedServer.Json(context,
                """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"result-planted"}]}}""");
        };
        const string Token = "Authorization: Bearer token-planted";
        var session = (await observed.Edge.PostAsync(Initialize, Token)).Header("Mcp-Session-Id");
        Assert.NotNull(session);
        foreach (var tool in (string[])["allowed", "forbidden", "watched"])
        {
            var body = Call.Replace("allowed", tool, StringComparison.Ordinal);
            var answer = await RawHttp.PostAsync(new Uri(observed.Edge.Mcp + "?token=query-planted"), body,
                Token, $"Mcp-Session-Id: {session}", "Cookie: cookie-planted=1");
            Assert.Equal(200, answer.Status);
        }

        await observed.Edge.PostAsync("{\"jsonrpc\":\"2.0\",\"refused-planted\":1}", Token);
        await observed.Edge.Server.DisposeAsync();
        await observed.Edge.PostAsync(Call, Token);
        await observed.Edge.StopAsync();

        var hash = Assert.Single(observed.Spans.Select(s => s.Attributes.GetValueOrDefault("mcp.session.id")).OfType<string>().Distinct());
        Assert.Matches("^[0-9a-f]{32}$", hash);
        Assert.Contains(observed.Spans, s => s.Attributes.GetValueOrDefault("edge.grant") is string grant
            && grant.StartsWith("credential:", StringComparison.Ordinal));
        Assert.NotEmpty(observed.Collector.Logs);
        Assert.NotEmpty(observed.Collector.Points);

        // Spans and metrics as sent; logs as the shipped settings let them through.
        Assert.DoesNotContain(observed.Collector.Spans, s => Says(s.Attributes.Values.Append(s.Name).Append(s.StatusText)));
        Assert.DoesNotContain(observed.Spans.SelectMany(s => s.Events), e => Says(e.Attributes.Values));
        Assert.DoesNotContain(observed.Collector.Points, p => Says(p.Attributes.Values));
        Assert.DoesNotContain(observed.Collector.Logs, l => IsShipped(l.Severity is "Warning" or "Error" or "Critical", l.Scope)
            && Says(l.Attributes.Values.Append(l.Text)));
        Assert.DoesNotContain(observed.Edge.Logs.Lines, l => IsShipped(l.Level >= LogLevel.Warning, l.Category)
            && (Says([l.Message]) || Says([l.Exception?.ToString()])));

        bool Says(IEnumerable<object?> values) => values.OfType<string>().Any(v =>
            v.Contains("planted", StringComparison.Ordinal)
            || v.Contains(session[..session.IndexOf('.', StringComparison.Ordinal)], StringComparison.Ordinal));

        static bool IsShipped(bool isGrave, string category) => isGrave || category.StartsWith("Edge", StringComparison.Ordinal);
    }
}
