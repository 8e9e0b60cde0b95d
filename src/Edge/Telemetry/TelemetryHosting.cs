using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Edge.Telemetry;

/// <summary>
/// Stands in for the package OpenTelemetry.Extensions.Hosting (docs/decisions/0010). With the package this file becomes one line:
/// <c>AddTelemetry</c> returns <c>services.AddOpenTelemetry()</c>, and the rest of the file goes.
/// </summary>
internal static class TelemetryHosting
{
    /// <summary>Begins to set up telemetry; its providers start before every other hosted service and live as long as the host.</summary>
    // Not named AddOpenTelemetry: that would clash with the package.
    public static IOpenTelemetryBuilder AddTelemetry(this IServiceCollection services)
    {
        if (!services.Any(static service => service.ImplementationType == typeof(Start)))
            services.Insert(0, ServiceDescriptor.Singleton<IHostedService, Start>());
        return new Builder(services);
    }

    private sealed class Builder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services { get; } = services;
    }

    private sealed class Start(IServiceProvider services) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            // They listen from the moment they are made, and are disposed with the container.
            services.GetService<MeterProvider>();
            services.GetService<TracerProvider>();
            services.GetService<LoggerProvider>();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
