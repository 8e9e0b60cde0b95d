using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Edge.Peers;

/// <summary>
/// <see cref="BareProxy"/> with the telemetry that the framework and YARP have by themselves, each trace kept, sent over OTLP to where the
/// <c>OTEL_*</c> variables say: what telemetry costs where there is no Edge.
/// </summary>
internal static class WatchedProxy
{
    private static readonly string[] Sources = ["Microsoft.AspNetCore", "Yarp.ReverseProxy", "System.Net.Http"];

    // Edge's list in TelemetryServices without its own. A bare YARP limits no rates, but who copies the list of ASP.NET's meters has them
    // all.
    private static readonly string[] Meters =
    [
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "Microsoft.AspNetCore.Routing", "System.Net.Http", "System.Net.NameResolution", "System.Runtime",
    ];

    /// <summary>As <see cref="BareProxy.RunAsync"/>.</summary>
    public static async Task<int> RunAsync(string url, string calls, string bodies)
    {
        // .NET 10 leaves the server span without attributes by default; read when the host is built.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        var resource = ResourceBuilder.CreateDefault().AddService("yarp");
        using var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Sources)
            .SetSampler(new AlwaysOnSampler()).AddOtlpExporter().Build();
        using var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Meters).AddOtlpExporter().Build();
        await using var app = BareProxy.Build(url, calls, bodies, logging => logging.AddOpenTelemetry(logs => Send(logs, resource)));
        await app.RunAsync();
        return 0;
    }

    // As Edge's.
    private static void Send(OpenTelemetryLoggerOptions logs, ResourceBuilder resource)
    {
        (logs.IncludeFormattedMessage, logs.IncludeScopes) = (true, true);
        logs.SetResourceBuilder(resource).AddOtlpExporter();
    }
}
