using System.Diagnostics.Metrics;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Edge.Gateway.Policies;
using Edge.Gateway.Telemetry;
using Edge.Gateway.Telemetry.Metrics;
using Edge.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>The page on observability, the dashboards and the alerts use the names there are, and the page leaves none out.</summary>
public sealed partial class ObservabilityPageTests
{
    private static readonly string Page = Read("docs/observability.md");
    private static readonly string[] Watchers = ["config/prometheus/alerts.yml", "config/grafana/dashboards/decisions.json",
        "config/grafana/dashboards/performance.json"];

    private static readonly string[] Attributes =
        [.. typeof(AttributeNames).GetFields(BindingFlags.Static | BindingFlags.Public)
        .Select(field => (string)field.GetRawConstantValue()!)];

    [Fact]
    public void Every_metric_is_on_the_page_with_its_name_in_Prometheus_kind_and_unit()
    {
        var instruments = Instruments();
        Assert.NotEmpty(instruments);
        Assert.All(instruments,
            one => Assert.Contains($"| `{one.Name}` | `{PrometheusName(one)}` "
                + $"| {Kind(one)}{(one.Unit is null ? "" : $", `{one.Unit}`")} |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_attribute_is_on_the_page() =>
    Assert.All(Attributes, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));

    [Fact]
    public void The_page_invents_no_metric_and_no_attribute()
    {
        var known = Instruments().Select(one => one.Name).Concat(Attributes).Concat(["edge.denied", "proxy.forwarder"]).ToHashSet();
        var named = OurNames().Matches(Page).Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(name, known));
    }

    [Fact]
    public void Dashboards_and_alerts_use_metrics_and_labels_that_there_are()
    {
        var metrics = Instruments().Select(PrometheusName).ToHashSet();
        var labels = Attributes.Select(name => name.Replace('.', '_')).ToHashSet();
        foreach (var name in Watchers.SelectMany(file => OurSeries().Matches(Read(file)).Select(match => match.Value)))
            Assert.True(labels.Contains(name)
                || metrics.Contains(HistogramPart().Replace(name, "")), $"{name} is neither metric nor label");
    }

    [Fact]
    public void Every_panel_and_every_alert_is_on_the_page()
    {
        var titles = Watchers[1..].SelectMany(file => System.Text.Json.JsonDocument.Parse(Read(file)).RootElement.GetProperty("panels")
            .EnumerateArray())
            .Where(panel => panel.GetProperty("type").GetString() != "row").Select(panel => panel.GetProperty("title").GetString()!)
            .ToList();
        var alerts = Regex.Matches(Read(Watchers[0]), @"alert: (\w+)").Select(match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(titles);
        Assert.NotEmpty(alerts);
        Assert.All(titles, title => Assert.Matches($@"(?m)^\|(.*[,;])? {Regex.Escape(title)}(,|;| \|)", Page));
        Assert.All(alerts, alert => Assert.Contains($"| `{alert}` |", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_variable_on_the_page_is_read_by_the_SDK_or_by_Edge()
    {
        // Names of variables stand in the assemblies as they are, in UTF-16; those of one signal are put together by Edge.
        var folder = Path.GetDirectoryName(typeof(OtlpSettings).Assembly.Location)!;
        var assemblies = Directory.GetFiles(folder, "OpenTelemetry*.dll").Append(typeof(OtlpSettings).Assembly.Location)
            .Select(File.ReadAllBytes).ToList();
        var variables = Regex.Matches(Page, "OTEL_[A-Z_]+").Select(match => match.Value).Distinct().ToList();
        Assert.NotEmpty(variables);
        Assert.All(variables, name => Assert.True(
            OneSignal().IsMatch(name)
                || assemblies.Any(bytes => bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(name)) >= 0), $"{name} is read by nobody"));
    }

    private static List<Instrument> Instruments()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var found = new List<Instrument>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name == EdgeActivities.Name && instrument.Meter.Scope == services.GetRequiredService<IMeterFactory>())
                    found.Add(instrument);
            },
        };
        listener.Start();
        var metrics = new EdgeMetrics(services.GetRequiredService<IMeterFactory>(), new PolicyCatalog([]), TimeProvider.System);
        metrics.AuditOpened(() => 0, () => 0);
        metrics.ApprovalsOpened(() => 0);
        metrics.SourcesWatched([]);
        return found;
    }

    // The rules of the OpenTelemetry specification ("Prometheus and OpenMetrics Compatibility"), as far as Edge's instruments need them.
    private static string PrometheusName(Instrument instrument)
    {
        var unit = instrument.Unit switch
        {
            null or "" or ['{', .., '}'] => "",
            "s" => "_seconds",
            "By" => "_bytes",
            var other =>
                throw new InvalidOperationException($"{instrument.Name} has the unit '{other}', whose word in Prometheus this test "
                + $"does not know."),
        };
        return instrument.Name.Replace('.', '_') + unit + (IsCounter(instrument) ? "_total" : "");
    }

    private static string Kind(Instrument instrument) =>
        IsCounter(instrument) ? "counter" : instrument.GetType().Name.Contains("Histogram", StringComparison.Ordinal) ? "histogram"
        : "gauge";

    private static bool IsCounter(Instrument instrument) => instrument.GetType().Name is var type
        && type.Contains("Counter", StringComparison.Ordinal) && !type.Contains("UpDown", StringComparison.Ordinal);

    private static string Read(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));

    [GeneratedRegex(@"`((?:edge|mcp|gen_ai|jsonrpc|rpc|network|proxy)\.[a-z_.]+)`")]
    private static partial Regex OurNames();

    [GeneratedRegex(@"\b(?:edge|mcp|gen_ai)_[a-z_]+[a-z]\b")]
    private static partial Regex OurSeries();

    [GeneratedRegex("_(?:bucket|sum|count)$")]
    private static partial Regex HistogramPart();

    [GeneratedRegex("^OTEL_(?:EXPORTER_OTLP_)?(?:TRACES|METRICS|LOGS)_(?:ENDPOINT|EXPORTER)$")]
    private static partial Regex OneSignal();
}
