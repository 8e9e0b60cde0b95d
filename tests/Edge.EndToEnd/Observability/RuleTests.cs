namespace Edge.EndToEnd.Observability;

/// <summary>The shipped configuration of Prometheus, by its own tool.</summary>
public sealed class RuleTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Edge.EndToEnd", "Observability", "alerts.test.yml");

    [Theory]
    [InlineData("config", "prometheus.yml")]
    [InlineData("rules", "alerts.yml")]
    public async Task Prometheus_takes_the_file(string kind, string file)
    {
        var (code, output) = await PrometheusProgram.CheckAsync("check", kind, ShippedFiles.Place($"prometheus/{file}"));
        Assert.True(code == 0, output);
    }

    [Fact]
    public async Task Every_alert_fires_when_it_should_and_only_then()
    {
        var (code, output) = await PrometheusProgram.CheckAsync("test", "rules", Cases);
        Assert.True(code == 0, output);
    }

    [Fact]
    public void Every_alert_has_a_case_in_which_it_fires()
    {
        var cases = File.ReadAllText(Cases);
        Assert.All(ShippedAlerts.All, alert => Assert.Contains($"alertname=\"{alert.Name}\"", cases, StringComparison.Ordinal));
    }
}
