using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;
using Edge.Testing;

namespace Edge.EndToEnd.Observability;

/// <summary>
/// An Edge that has served some of everything, watched by a real Prometheus with the shipped configuration: only the address, the intervals
/// and the patience of the alerts are others.
/// </summary>
public sealed class WatchedEdge(RunpodWorld world) : IAsyncLifetime
{
    private const string Policy = """
        {
          "version": "1", "default": "deny",
          "tools": {
            "list-endpoints": {},
            "get-endpoint": { "rate_limit": "5/minute" },
            "list-pods": { "action": "deny", "shadow": true },
            "create-pod": { "action": "require_approval" },
            "get-job-status": {}
          }
        }
        """;

    private const string BrokenPolicy = """{ "version": "1", "defalt": "deny" }""";
    private const string SmallerPolicy = """{ "version": "1", "default": "deny", "tools": { "list-endpoints": {} } }""";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-watched-");
    private EdgeProgram? _edge;
    private PrometheusProgram? _prometheus;

    internal PrometheusProgram Prometheus => _prometheus!;

    internal Uri Metrics { get; private set; } = null!;

    /// <summary>The text of <c>/metrics</c> after everything.</summary>
    internal string Text { get; private set; } = "";

    internal MediaTypeHeaderValue? ContentType { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var admin = RunpodWorld.Loopback(FreePort.Next());
        Metrics = new Uri(admin, "metrics");
        _edge = await EdgeProgram.StartAsync(
            world.Server,
            Policy,
            ("Edge__Admin__Url", admin.GetLeftPart(UriPartial.Authority)),
            // A second server, which is down.
            ("ReverseProxy__Routes__down__ClusterId", "down"),
            ("ReverseProxy__Routes__down__Match__Path", "/down/mcp"),
            ("ReverseProxy__Routes__down__Metadata__Edge.Policy", "runpod"),
            ("ReverseProxy__Routes__down__Transforms__0__PathRemovePrefix", "/down"),
            ("ReverseProxy__Clusters__down__Destinations__primary__Address", RunpodWorld.Loopback(FreePort.Next()).AbsoluteUri));
        _prometheus = await PrometheusProgram.StartAsync(WriteConfiguration(admin.Authority));

        // Twice: Prometheus sees a counter grow only if it has seen it before.
        await PlayAsync();
        await CaughtUpAsync();
        await PlayAsync();
        await CaughtUpAsync();

        await File.WriteAllTextAsync(_edge.PolicyFile, SmallerPolicy);
        await _prometheus.UntilAsync("""sum(edge_policy_reloads_total{edge_reload_result="loaded"})""", value => value == 1);
        await File.WriteAllTextAsync(_edge.PolicyFile, BrokenPolicy);
        await _prometheus.UntilAsync("""sum(edge_policy_reloads_total{edge_reload_result="refused"})""", value => value == 1);

        using var client = new HttpClient();
        using var response = await client.GetAsync(Metrics);
        ContentType = response.Content.Headers.ContentType;
        Text = await response.Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_prometheus is not null)
            await _prometheus.DisposeAsync();
        if (_edge is not null)
            await _edge.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private string WriteConfiguration(string target)
    {
        // The second target is down, for the alert.
        var configuration = ShippedFiles.Read("prometheus/prometheus.yml")
            .Replace("\"edge:8081\"", $"\"{target}\", \"{RunpodWorld.Loopback(FreePort.Next()).Authority}\"", StringComparison.Ordinal)
            .Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal)
            .Replace("scrape_timeout: 10s", "scrape_timeout: 1s", StringComparison.Ordinal);
        Assert.Contains(target, configuration, StringComparison.Ordinal);
        var file = Path.Combine(_folder.FullName, "prometheus.yml");
        File.WriteAllText(file, configuration);
        File.WriteAllText(Path.Combine(_folder.FullName, "alerts.yml"),
            ShippedAlerts.Patience().Replace(ShippedFiles.Read("prometheus/alerts.yml"), "for: 0s"));
        return file;
    }

    private async Task CaughtUpAsync()
    {
        using var client = new HttpClient();
        var played = SumOfDecisions(await client.GetStringAsync(Metrics));
        await _prometheus!.UntilAsync("sum(edge_policy_decisions_total)", value => value >= played);
    }

    private static double SumOfDecisions(string text) => text.Split('\n')
        .Where(line => line.StartsWith("edge_policy_decisions_total{", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), System.Globalization.CultureInfo.InvariantCulture));

    private async Task PlayAsync()
    {
        using var client = new McpHttp(_edge!.Url, McpHttp.NewToken());
        Assert.NotEmpty((await client.ListToolsAsync()).ToolNames);
        Assert.Null((await client.CallAsync("list-endpoints")).Decision);
        Assert.Equal("not_listed", (await client.CallAsync("update-pod")).Reason);
        Assert.Null((await client.CallAsync("list-pods")).Decision);
        Assert.Equal("approval_required", (await client.CallAsync("create-pod")).Reason);
        Assert.Equal("not_listed", (await client.CallAsync($"invented-{Guid.NewGuid():N}")).Reason);
        // A tool error of the server's own.
        await client.CallAsync("get-job-status", """{"endpointId":"nowhere","jobId":"none"}""");
        McpAnswer limited;
        do
        {
            limited = await client.CallAsync("get-endpoint", """{"id":"ep-echo"}""");
        }
        while (limited.Decision is null);
        Assert.Equal("rate_limited", limited.Reason);

        await RefusedAsync("{", "application/json");
        await RefusedAsync("hello", "text/plain");

        using var down = new McpHttp(new Uri(_edge.Url, "/down/mcp"), McpHttp.NewToken());
        Assert.Equal(HttpStatusCode.BadGateway, (await down.CallAsync("list-endpoints")).Status);
    }

    private async Task RefusedAsync(string body, string type)
    {
        using var client = new HttpClient();
        using var content = new StringContent(body, Encoding.UTF8, type);
        using var response = await client.PostAsync(_edge!.Url, content);
        Assert.False(response.IsSuccessStatusCode);
    }
}
