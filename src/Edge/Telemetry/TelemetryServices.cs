using Edge.Gateway.Telemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Edge.Telemetry;

/// <summary>Registers what watches Edge: spans, metrics, and where they are sent.</summary>
internal static class TelemetryServices
{
    // YARP's own is left out: it starts before the call is known, for denied calls too (docs/decisions/0011).
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "System.Net.Http"];

    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Routing", "System.Net.Http", "System.Net.NameResolution", "System.Runtime",
    ];

    /// <summary>Adds spans and metrics, and sends each signal that has an endpoint over OTLP.</summary>
    /// <exception cref="Edge.Gateway.Settings.StartupException">An <c>OTEL_*</c> variable cannot be used.</exception>
    public static void AddEdgeTelemetry(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        var otlp = OtlpSettings.Read(builder.Configuration);
        services.AddSingleton(otlp);
        var telemetry = services.AddOpenTelemetry().ConfigureResource(Describe);
        // Always: /metrics reads them on the admin port, whether or not they are sent.
        telemetry.WithMetrics(metrics => Measure(metrics, otlp.Metrics));
        if (otlp.Traces is { } traces)
            telemetry.WithTracing(tracing => Trace(tracing, traces, otlp.SamplerIsGiven));
        if (otlp.Logs is { } logs)
            telemetry.WithLogging(logging => logging.AddOtlpExporter("logs", logs.Apply),
                options => (options.IncludeFormattedMessage, options.IncludeScopes) = (true, true));

        if (otlp.Traces is not null || otlp.Metrics is not null || otlp.Logs is not null)
            services.AddHostedService<ExportTroubles>();

        // First in, last out: whatever stops before may still be told.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryEnd>());
    }

    // OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES come last, or they would lose.
    private static void Describe(ResourceBuilder resource) =>
        resource.AddService("edge", serviceVersion: EdgeActivities.Version).AddEnvironmentVariableDetector();

    private static void Measure(MeterProviderBuilder metrics, OtlpSignal? signal)
    {
        metrics.AddEdgeInstrumentation().AddMeter(Meters);
        if (signal is not null)
            metrics.AddOtlpExporter("metrics", signal.Apply);
    }

    private static void Trace(TracerProviderBuilder tracing, OtlpSignal signal, bool samplerIsGiven)
    {
        tracing.AddEdgeInstrumentation().AddSource(Sources).AddOtlpExporter("traces", signal.Apply);
        // The usual sampler would let a caller ask not to be seen.
        if (!samplerIsGiven)
            tracing.SetSampler(new ParentBasedSampler(new AlwaysOnSampler(), remoteParentNotSampled: new AlwaysOnSampler()));
    }
}
