using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Rejections;
using Edge.Policy.Stores;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>Registers the spans and the instruments of Edge. Where they are sent is the host's to say.</summary>
internal static class MetricServices
{
    /// <summary>Adds them.</summary>
    public static void AddInstruments(this IServiceCollection services)
    {
        services.AddSingleton<ToolLabels>();
        services.AddSingleton<EdgeMetrics>();
        services.AddSingleton<IApprovalObserver>(static p => p.GetRequiredService<EdgeMetrics>());
        services.AddSingleton<IStoreObserver>(static p => p.GetRequiredService<EdgeMetrics>());
        services.AddHostedService<ObservedSources>();
        // Before all others, whatever a host registered already: what they do hangs below the spans of the call.
        services.AddSingleton<SpanObserver>();
        services.Insert(0, ServiceDescriptor.Singleton<ICallObserver>(static p => p.GetRequiredService<SpanObserver>()));
        services.AddCallObserver<MetricsObserver>();
        services.AddRejectionObserver<MetricsObserver>();
    }
}
