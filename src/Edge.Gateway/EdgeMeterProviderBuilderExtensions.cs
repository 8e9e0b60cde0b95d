using Edge.Gateway.Telemetry;

namespace OpenTelemetry.Metrics;

/// <summary>Adds Edge's metrics to OpenTelemetry.</summary>
public static class EdgeMeterProviderBuilderExtensions
{
    /// <summary>Collects the metrics of Edge, whose names begin with <c>edge.</c> and <c>mcp.</c> (docs/observability.md lists them).
    /// Without it they cost nothing.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static MeterProviderBuilder AddEdgeInstrumentation(this MeterProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddMeter(EdgeActivities.Name);
    }
}
