namespace Edge.EndToEnd.Observability;

/// <summary>The text of <c>/metrics</c>, and each expression of dashboards and alerts, held against a real Prometheus.</summary>
public sealed class MetricsPageTests(WatchedEdge watched) : IClassFixture<WatchedEdge>
{
    // .NET's own names of gauges, which the linter would rather keep for histograms.
    private static readonly string[] Tolerated = ["dotnet_assembly_count ", "dotnet_process_cpu_count ", "dotnet_timer_count "];

    // What happens only when something is wrong that this traffic does not break; `promtool test rules` makes the alerts on them fire.
    private static readonly string[] OnlyInTrouble = ["edge_store_errors_total", "edge_audit_dropped_total"];

    public static TheoryData<string, string, string> Panels
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var name in ShippedDashboards.Names)
            {
                foreach (var (title, expression) in ShippedDashboards.Expressions(ShippedDashboards.Read(name)))
                    data.Add(name, title, expression);
            }

            return data;
        }
    }

    public static TheoryData<string, string> Alerts
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (name, expression) in ShippedAlerts.All)
                data.Add(name, expression);
            return data;
        }
    }

    [Fact]
    public async Task The_text_is_what_promtool_likes_and_is_called_by_its_format()
    {
        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", watched.ContentType?.ToString());
        var (_, output) = await PrometheusProgram.CheckTextAsync(watched.Text, "check", "metrics");
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Contains(Tolerated, name => line.StartsWith(name, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Names_types_and_labels_are_the_ones_on_record()
    {
        var golden = Path.Combine(Repository.Root, "tests", "Edge.EndToEnd", "Observability", "metrics.golden.txt");
        var expected = await File.ReadAllLinesAsync(golden, TestContext.Current.CancellationToken);
        var found = MetricNames.Of(watched.Text);
        Assert.True(expected.SequenceEqual(found),
            string.Join('\n',
                [.. expected.Except(found).Select(line => $"- {line}"), .. found.Except(expected).Select(line => $"+ {line}")]));
    }

    [Fact]
    public async Task Every_scrape_succeeded_and_none_lost_a_sample()
    {
        var instance = watched.Metrics.Authority;
        Assert.All(await watched.Prometheus.ValuesAsync($$"""up{instance="{{instance}}"}"""), value => Assert.Equal(1, value));
        Assert.Contains(await watched.Prometheus.ValuesAsync($$"""scrape_samples_scraped{instance="{{instance}}"}"""),
            value => value > 200);
        Assert.NotEmpty(await watched.Prometheus.ValuesAsync("""target_info{service_name="edge"}"""));
    }

    [Theory]
    [MemberData(nameof(Panels))]
    public async Task A_panel_shows_data(string dashboard, string title, string expression)
    {
        Assert.False(string.IsNullOrEmpty(title), dashboard);
        var query = ShippedDashboards.Fill(expression);
        // "Or zero" is for people: here the data must be there.
        if (!OnlyInTrouble.Any(name => expression.Contains(name, StringComparison.Ordinal)))
            query = query.Replace(" or vector(0)", "", StringComparison.Ordinal);

        await watched.Prometheus.UntilAsync(query, static _ => true);
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public async Task An_alerts_expression_is_understood(string name, string expression)
    {
        Assert.StartsWith("Edge", name, StringComparison.Ordinal);
        await watched.Prometheus.ValuesAsync(expression);
    }

    [Theory]
    [InlineData("EdgeDown")]
    [InlineData("EdgeReloadFailed")]
    public Task An_alert_fires_when_it_should(string name) =>
        watched.Prometheus.UntilAsync($$"""ALERTS{alertname="{{name}}", alertstate="firing"}""", value => value == 1);
}
