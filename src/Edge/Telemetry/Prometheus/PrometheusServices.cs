using OpenTelemetry.Metrics;

namespace Edge.Telemetry.Prometheus;

/// <summary>Registers the exporter beside whatever else reads the metrics.</summary>
internal static class PrometheusServices
{
    /// <summary>Adds it.</summary>
    public static void AddPrometheus(this IServiceCollection services)
    {
        services.AddSingleton<PrometheusExporter>();
        services.AddSingleton<PrometheusScrapes>();
        services.ConfigureOpenTelemetryMeterProvider(static (provider, metrics) =>
            metrics.AddReader(new BaseExportingMetricReader(provider.GetRequiredService<PrometheusExporter>())));
    }
}
