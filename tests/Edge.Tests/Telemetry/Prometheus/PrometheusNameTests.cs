using Edge.Telemetry.Prometheus;
using Xunit;

namespace Edge.Tests.Telemetry.Prometheus;

/// <summary>The rules of OpenTelemetry's specification for names in Prometheus, by example.</summary>
public sealed class PrometheusNameTests
{
    [Theory]
    [InlineData("edge.policy.decisions", "{decision}", "Counter", "edge_policy_decisions_total")]
    [InlineData("edge.policy.decision.duration", "s", "Histogram", "edge_policy_decision_duration_seconds")]
    [InlineData("http.client.request.duration", "s", "Histogram", "http_client_request_duration_seconds")]
    [InlineData("dotnet.process.memory.working_set", "By", "Gauge", "dotnet_process_memory_working_set_bytes")]
    [InlineData("cpu.time.seconds", "s", "Counter", "cpu_time_seconds_total")]
    [InlineData("bytes.sent.total", "By", "Counter", "bytes_sent_bytes_total")]
    [InlineData("load", "1", "Gauge", "load_ratio")]
    [InlineData("calls", "1", "Counter", "calls_total")]
    [InlineData("speed", "m/s", "Gauge", "speed_meters_per_second")]
    [InlineData("rate", "{call}/min", "Gauge", "rate_per_minute")]
    [InlineData("full", "%", "Gauge", "full_percent")]
    [InlineData("odd", "By{sent}", "Gauge", "odd_bytes")]
    [InlineData("strange", "widgets/fortnight", "Gauge", "strange_widgets_per_fortnight")]
    [InlineData("plain", "", "Gauge", "plain")]
    [InlineData("4xx.answers", "", "Gauge", "_4xx_answers")]
    [InlineData("a..b--c", "", "Gauge", "a_b_c")]
    [InlineData("größe", "", "Gauge", "gr_e")]
    [InlineData("open", "{unclosed", "Gauge", "open")]
    public void A_metric_is_named_by_the_rules(string name, string unit, string kind, string expected) =>
        Assert.Equal(expected, PrometheusNames.Metric(name, unit, Enum.Parse<PrometheusKind>(kind)));

    [Theory]
    [InlineData("edge.policy.rule", "edge_policy_rule")]
    [InlineData("http.response.status_code", "http_response_status_code")]
    [InlineData("a:b", "a_b")]
    [InlineData("1st", "_1st")]
    [InlineData("__name__", "key_name__")]
    public void A_label_is_named_by_the_rules(string name, string expected) => Assert.Equal(expected, PrometheusNames.Label(name));

    [Theory]
    [InlineData(0.000001, "1e-06")]
    [InlineData(0.0001, "0.0001")]
    [InlineData(5, "5")]
    [InlineData(0.1, "0.1")]
    [InlineData(1e21, "1e+21")]
    [InlineData(double.PositiveInfinity, "+Inf")]
    [InlineData(double.NegativeInfinity, "-Inf")]
    [InlineData(double.NaN, "NaN")]
    public void A_number_is_written_as_Go_writes_it(double value, string expected) => Assert.Equal(expected, PrometheusText.Number(value));
}
