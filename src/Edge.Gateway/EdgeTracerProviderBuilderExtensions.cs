using Edge.Gateway.Telemetry;

namespace OpenTelemetry.Trace;

/// <summary>Adds Edge's spans to OpenTelemetry.</summary>
public static class EdgeTracerProviderBuilderExtensions
{
    /// <summary>
    /// Collects Edge's spans of decisions and of forwarding (docs/observability.md). The span of the request is ASP.NET Core's: add the
    /// source <c>Microsoft.AspNetCore</c> for it.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static TracerProviderBuilder AddEdgeInstrumentation(this TracerProviderBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddSource(EdgeActivities.Name);
    }
}
