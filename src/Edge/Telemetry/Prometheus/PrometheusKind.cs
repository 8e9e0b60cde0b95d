namespace Edge.Telemetry.Prometheus;

/// <summary>The types of Prometheus that Edge's metrics have.</summary>
internal enum PrometheusKind
{
    /// <summary>A sum that only grows.</summary>
    Counter,

    /// <summary>A value that goes up and down.</summary>
    Gauge,

    /// <summary>Counts of values by their size.</summary>
    Histogram,
}
