using Edge.Gateway.Telemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds Edge's metrics to OpenTelemetry.</summary>
public static class EdgeMeterProviderBuilderExtensions
{
    /// <summary>Collects the metrics of Edge (docs/observability.md).</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static MeterProviderBuilder AddEdgeInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(EdgeActivities.Name);
    }
}
