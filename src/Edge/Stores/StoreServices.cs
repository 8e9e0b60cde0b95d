using Edge.Policy.Limits;
using Edge.Stores.Postgres;
using Edge.Telemetry.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Stores;

/// <summary>Registers the store that the settings name.</summary>
internal static class StoreServices
{
    /// <summary>Adds the store of counts, freezes and approvals.</summary>
    public static void AddStore(this IServiceCollection services, StoreSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<StoreFailures>();
        if (settings.Kind == StoreKind.Memory)
        {
            services.TryAddSingleton<ILimitStore>(p => new MemoryLimitStore(p.GetRequiredService<TimeProvider>()));
            services.AddSingleton(p => new CallLimiter(new MeteredLimitStore(p.GetRequiredService<ILimitStore>(), p.GetRequiredService<EdgeMetrics>())));
            services.TryAddSingleton<IFreezes, MemoryFreezes>();
            services.TryAddSingleton<IApprovals, MemoryApprovals>();
            return;
        }

        services.AddSingleton<CallLimiter>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<PostgresLimitStore>();
        services.AddSingleton<ILimitStore>(p => p.GetRequiredService<PostgresLimitStore>());
        services.TryAddSingleton<IFreezes, PostgresFreezes>();
        services.TryAddSingleton<IApprovals, PostgresApprovals>();
        services.AddSingleton<PostgresStart>();
    }

    /// <summary>Makes the store ready to be asked.</summary>
    /// <exception cref="Configuration.StartupException">It cannot be reached, or is not this Edge's.</exception>
    public static Task OpenStoreAsync(this IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetService<PostgresStart>()?.RunAsync(cancellationToken) ?? Task.CompletedTask;
}
