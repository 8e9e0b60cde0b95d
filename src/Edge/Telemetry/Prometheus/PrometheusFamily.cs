using OpenTelemetry.Metrics;

namespace Edge.Telemetry.Prometheus;

/// <summary>What Prometheus knows of one metric: name, type, help. Immutable.</summary>
internal sealed record PrometheusFamily(string Name, PrometheusKind Kind, string Help)
{
    /// <summary>The family that a metric belongs to.</summary>
    public static PrometheusFamily Of(Metric metric)
    {
        var kind = KindOf(metric.MetricType);
        return new(PrometheusNames.Metric(metric.Name, metric.Unit, kind), kind, metric.Description);
    }

    /// <summary>The word for the type.</summary>
    public string Type => Kind switch
    {
        PrometheusKind.Counter => "counter",
        PrometheusKind.Gauge => "gauge",
        PrometheusKind.Histogram => "histogram",
        _ => throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "A new kind needs a word."),
    };

    // A sum that also falls is a gauge for Prometheus.
    private static PrometheusKind KindOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => PrometheusKind.Counter,
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => PrometheusKind.Gauge,
        MetricType.Histogram or MetricType.ExponentialHistogram => PrometheusKind.Histogram,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "A new type of metric needs a place among Prometheus' types."),
    };
}
