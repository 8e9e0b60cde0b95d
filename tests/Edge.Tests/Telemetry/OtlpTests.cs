using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Edge.Gateway.Settings;
using Edge.Gateway.Telemetry;
using Edge.Telemetry;
using Edge.Testing;
using Edge.Testing.Otlp;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>What is sent where, and what a collector that does not answer costs.</summary>
[Collection(AloneCollection.Name)]
public sealed class OtlpTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"other"}}""";
    private const string All = "OTEL_EXPORTER_OTLP_ENDPOINT";

    [Fact]
    public async Task All_signals_arrive_over_grpc_too_with_what_the_variables_say_of_the_sender()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var edge = await EdgeHost.StartAsync(settings:
        [
            (All, collector.Grpc.ToString()), ("OTEL_SERVICE_NAME", "gate"), ("OTEL_RESOURCE_ATTRIBUTES", "deployment.environment=test"),
            ("OTEL_EXPORTER_OTLP_HEADERS", "x-key=k"),
        ]);
        await edge.PostAsync(Call);
        await edge.StopAsync();
        Assert.Contains(collector.Spans, s => s.Name == "tools/call other");
        Assert.Contains(collector.Points, p => p.Metric == "edge.policy.decisions");
        Assert.Contains(collector.Logs, l => l.Severity == "Information"
            && l.Text.StartsWith("Denied 'tools/call' 'other' on 'server'", StringComparison.Ordinal));
        Assert.Equal(("gate", "test", "k"),
            (collector.Resource["service.name"], collector.Resource["deployment.environment"], collector.Headers["x-key"]));
        Assert.Equal(EdgeActivities.Version, collector.Resource["service.version"]);
    }

    [Theory]
    [InlineData("/v1/traces", "OTEL_METRICS_EXPORTER=none", "OTEL_LOGS_EXPORTER=none", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("/v1/metrics /v1/traces", "OTEL_LOGS_EXPORTER=none", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("/v1/logs /v1/metrics", "OTEL_TRACES_EXPORTER=none", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("/elsewhere", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=elsewhere")]
    [InlineData("/elsewhere", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT=elsewhere")]
    [InlineData("/elsewhere", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=elsewhere")]
    [InlineData("/elsewhere /v1/logs /v1/traces", "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT=elsewhere", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("", "OTEL_SDK_DISABLED=true", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("/v1/logs /v1/metrics", "OTEL_TRACES_SAMPLER=always_off", "OTEL_EXPORTER_OTLP_ENDPOINT=")]
    [InlineData("")]
    public async Task A_signal_is_sent_where_the_variables_say_and_nowhere_else(string paths, params string[] variables)
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var settings = variables.Select(v => v.Split('='))
            .Select(v => (v[0], v[1] is "" or "elsewhere" ? new Uri(collector.Http, v[1]).ToString() : v[1]));
        await using var edge = await EdgeHost.StartAsync(settings: [("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), .. settings]);
        await edge.PostAsync(Call);
        await edge.StopAsync();
        Assert.Equal(paths, string.Join(' ', collector.Paths.Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void A_signal_s_own_variables_go_over_the_general_ones()
    {
        var settings = Read(
            (All, "http://all:4317"), ("OTEL_EXPORTER_OTLP_LOGS_ENDPOINT", "http://logs:4318/in"),
                ("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "http/protobuf"),
            ("OTEL_EXPORTER_OTLP_LOGS_HEADERS", "a=b"), ("OTEL_EXPORTER_OTLP_LOGS_TIMEOUT", "1234"),
                ("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "gzip"));
        Assert.Equal(new OtlpSignal(), settings.Traces);
        var options = new OpenTelemetry.Exporter.OtlpExporterOptions { Headers = "c=d" };
        settings.Traces!.Apply(options);
        Assert.Equal(("c=d", OpenTelemetry.Exporter.OtlpExportProtocol.Grpc), (options.Headers, options.Protocol));
        settings.Logs!.Apply(options);
        Assert.Equal(
            ("http://logs:4318/in", "a=b", 1234, OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf,
                OpenTelemetry.Exporter.OtlpExportCompression.GZip),
            (options.Endpoint.ToString(), options.Headers, options.TimeoutMilliseconds, options.Protocol, options.Compression));
    }

    [Fact]
    public void An_address_that_is_none_stops_the_start() => Assert.EndsWith(
        "error config_wrong_value at OTEL_EXPORTER_OTLP_ENDPOINT: expected an address such as 'http://collector:4317', found "
            + "'collector:4317'",
        Assert.Single(Assert.Throws<StartupException>(() => Read((All, "collector:4317"))).Lines),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("secret", false)]
    [InlineData("=secret", false)]
    [InlineData("a=secret,,b=c", false)]
    [InlineData("a b=secret", false)]
    [InlineData("a=secret", true)]
    [InlineData(" a = secret , b=c==,", true)]
    [InlineData("authorization=Bearer%20secret", true)]
    public void Headers_that_are_none_stop_the_start_and_are_not_shown(string headers, bool areHeaders)
    {
        (string, string)[] variables = [(All, "http://collector:4317"), ("OTEL_EXPORTER_OTLP_HEADERS", headers)];
        if (areHeaders)
            Assert.NotNull(Read(variables));
        else
        {
            var line = Assert.Single(Assert.Throws<StartupException>(() => Read(variables)).Lines);
            Assert.EndsWith(
                "error config_wrong_value at OTEL_EXPORTER_OTLP_HEADERS: expected headers such as 'api-key=VALUE,other=VALUE', found "
                    + "something else",
                line, StringComparison.Ordinal);
        }
    }

    // OpenTelemetry, "Environment Variable Specification": unknown words and numbers are warned of and ignored.
    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "http/json", "expected grpc or http/protobuf, found 'http/json'")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_PROTOCOL", "udp", "expected grpc or http/protobuf, found 'udp'")]
    [InlineData("OTEL_EXPORTER_OTLP_LOGS_COMPRESSION", "br", "expected none or gzip, found 'br'")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TIMEOUT", "10s", "expected a whole number, found '10s'")]
    [InlineData("OTEL_TRACES_EXPORTER", "zipkin", "expected otlp or none, found 'zipkin'")]
    [InlineData("OTEL_TRACES_EXPORTER", "otlp,console", "expected otlp or none, found 'console'")]
    [InlineData("OTEL_METRICS_EXPORTER", "Prometheus",
        "expected otlp or none, found 'Prometheus', which needs no setting: Prometheus reads /metrics of the admin port")]
    [InlineData("OTEL_TRACES_SAMPLER", "sometimes",
        "expected always_on, always_off, traceidratio, parentbased_always_on, parentbased_always_off or parentbased_traceidratio, found "
        + "'sometimes'")]
    [InlineData("OTEL_SDK_DISABLED", "yes", "expected true or false, found 'yes'")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "both", "expected cumulative, delta or lowmemory, found 'both'")]
    [InlineData("OTEL_BSP_SCHEDULE_DELAY", "5s", "expected a whole number, found '5s'")]
    public void What_is_unknown_is_warned_of_and_ignored(string key, string value, string message)
    {
        var settings = Read((All, "http://collector:4317"), (key, value));
        Assert.EndsWith($": warning config_ignored_value at {key}: {message} (ignored, as if it were not set)",
            Assert.Single(settings.Warnings), StringComparison.Ordinal);
        Assert.Equal((new OtlpSignal(), new OtlpSignal(), new OtlpSignal(), false),
            (settings.Traces, settings.Metrics, settings.Logs, settings.SamplerIsGiven));
    }

    [Fact]
    public void Words_are_read_in_any_letter_case()
    {
        var settings = Read(
            (All, "http://collector:4318"), ("OTEL_TRACES_EXPORTER", "OTLP"), ("OTEL_METRICS_EXPORTER", "None"),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "HTTP/Protobuf"),
            ("OTEL_EXPORTER_OTLP_COMPRESSION", "GZIP"), ("OTEL_TRACES_SAMPLER", "Always_On"));
        Assert.Empty(settings.Warnings);
        Assert.Null(settings.Metrics);
        Assert.True(settings.SamplerIsGiven);
        Assert.Equal(
            (OpenTelemetry.Exporter.OtlpExportProtocol.HttpProtobuf, OpenTelemetry.Exporter.OtlpExportCompression.GZip),
            (settings.Traces!.Protocol, settings.Logs!.Compression));
    }

    [Fact]
    public async Task A_warning_is_logged_at_the_start()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("OTEL_METRICS_EXPORTER", "console"));
        Assert.Contains(edge.Logs.Lines, l => l.Level == LogLevel.Warning
            && l.Message.Contains("at OTEL_METRICS_EXPORTER: expected otlp or none, found 'console'", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_collector_that_never_answers_slows_no_request_and_delays_the_end_by_five_seconds_at_most()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var edge = await EdgeHost.StartAsync(settings:
        [
            (All, $"http://{silent.LocalEndpoint}"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "50"), ("OTEL_METRIC_EXPORT_INTERVAL", "50"), ("OTEL_BLRP_SCHEDULE_DELAY", "50"),
        ]);
        await edge.PostAsync(Call);
        // From now on an export hangs, and it would for ten seconds.
        using var connection = await silent.AcceptTcpClientAsync(Deadline.Token);
        var began = Stopwatch.GetTimestamp();
        for (var i = 0; i < 20; i++)
            Assert.Equal(200, (await edge.PostAsync(Call)).Status);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(3));

        began = Stopwatch.GetTimestamp();
        await edge.StopAsync();
        await edge.DisposeAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_collector_that_is_down_costs_nothing()
    {
        await using var edge = await EdgeHost.StartAsync(settings: (All, "http://127.0.0.1:1"));
        Assert.Equal(200, (await edge.PostAsync(Call)).Status);
        var began = Stopwatch.GetTimestamp();
        await edge.StopAsync();
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static OtlpSettings Read(params (string Key, string Value)[] variables) => OtlpSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(variables.ToDictionary(v => v.Key, v => (string?)v.Value)).Build());
}
