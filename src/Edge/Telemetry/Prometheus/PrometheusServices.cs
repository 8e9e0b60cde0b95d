using Edge.Admin.Metrics;
using OpenTelemetry.Metrics;

namespace Edge.Telemetry.Prometheus;

/// <summary>Registers the exporter beside whatever else reads the metrics.</summary>
internal static class PrometheusServices
{
    /// <summary>Adds it.</summary>
    public static void AddPrometheus(this IServiceCollection services)
    {
        // Each scrape reads what was counted until then: the exporter would repeat a text for 300 ms.
        services.ConfigureOpenTelemetryMeterProvider(static metrics =>
            metrics.AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0));
        services.AddSingleton<IMetricsText, PrometheusScrapes>();
    }
}
