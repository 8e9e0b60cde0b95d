using Edge.Gateway.Telemetry;

namespace OpenTelemetry.Trace;

/// <summary>Adds Edge's spans to OpenTelemetry.</summary>
public static class EdgeTracerProviderBuilderExtensions
{
    /// <summary>
    /// Collects the spans of Edge's decisions and of forwarding (docs/observability.md). Add ASP.NET Core's own source for the server's
    /// span.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static TracerProviderBuilder AddEdgeInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(EdgeActivities.Name);
    }
}
