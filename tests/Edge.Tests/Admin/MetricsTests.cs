using Edge.Admin.Metrics;
using Edge.Telemetry.Prometheus;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary><c>/metrics</c> of the admin port.</summary>
public sealed class MetricsTests
{
    [Fact]
    public async Task It_is_open_to_scrapers_of_this_machine_and_to_no_page()
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        var answer = await edge.AdminAsync("GET", "/metrics");
        Assert.Equal((200, "text/plain; version=0.0.4; charset=utf-8"), (answer.Status, answer.Header("Content-Type")));
        Assert.Contains("\nedge_policy_info{", answer.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await edge.AdminAsync("GET", "/metrics", Operators.Bearer(Operators.Viewer))).Status);

        Assert.Equal(400, (await edge.AdminAsync("GET", "/metrics", "Host: evil.example")).Status);
        Assert.Equal(403, (await edge.AdminAsync("GET", "/metrics", "Origin: https://evil.example")).Status);
        Assert.Equal(405, (await edge.AdminAsync("POST", "/metrics", Operators.Bearer(Operators.Admin))).Status);
    }

    [Fact]
    public async Task Too_many_at_once_are_told_to_come_again()
    {
        await using var edge = await EdgeHost.StartAsync();
        var scrapes = edge.Services.GetRequiredService<IMetricsText>();
        Assert.All(Enumerable.Range(0, PrometheusScrapes.MaxUnderWay), _ => Assert.True(scrapes.TryEnter()));
        var busy = await edge.AdminAsync("GET", "/metrics");
        Assert.Equal((503, "1"), (busy.Status, busy.Header("Retry-After")));
        Assert.Contains("\"code\":\"busy\"", busy.Text, StringComparison.Ordinal);

        scrapes.Leave();
        Assert.Equal(200, (await edge.AdminAsync("GET", "/metrics")).Status);
        Assert.Equal(200, (await edge.AdminAsync("GET", "/metrics")).Status);
    }

    [Fact]
    public async Task Without_the_SDK_it_says_so()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("OTEL_SDK_DISABLED", "true"));
        var answer = await edge.AdminAsync("GET", "/metrics");
        Assert.Equal(503, answer.Status);
        Assert.Contains("\"code\":\"metrics_off\"", answer.Text, StringComparison.Ordinal);
    }
}
