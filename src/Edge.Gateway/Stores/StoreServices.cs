using Edge.Gateway.Telemetry.Metrics;
using Edge.Policy.Approvals;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Gateway.Stores;

/// <summary>Registers what every store needs, and the store in memory.</summary>
internal static class StoreServices
{
    /// <summary>Adds what decides while a store cannot be asked.</summary>
    public static void AddStoreFailures(this IServiceCollection services, FailureMode mode) =>
        services.AddSingleton(p => new StoreFailures(mode, p.GetRequiredService<ILogger<StoreFailures>>()));

    /// <summary>
    /// Adds the store of counts, freezes and approvals in this process: nothing else is needed, and a restart forgets them.
    /// </summary>
    public static void AddMemoryStore(this IServiceCollection services)
    {
        services.TryAddSingleton<ILimitStore>(p => new MemoryLimitStore(p.GetRequiredService<TimeProvider>()));
        services.AddSingleton(p =>
            new CallLimiter(new MeteredLimitStore(p.GetRequiredService<ILimitStore>(), p.GetRequiredService<EdgeMetrics>())));
        services.TryAddSingleton<IFreezeStore, MemoryFreezeStore>();
        services.TryAddSingleton<IApprovalStore, MemoryApprovalStore>();
    }
}
