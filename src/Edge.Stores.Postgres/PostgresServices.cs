using Edge.Gateway.Stores;
using Edge.Policy.Approvals;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Allotments;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Stores.Postgres;

/// <summary>Registers the store in PostgreSQL in the place of the one in memory.</summary>
internal static class PostgresServices
{
    /// <summary>
    /// Adds the store of counts, freezes and approvals; <see cref="PostgresStart"/> makes it ready before anything starts.
    /// </summary>
    public static void AddPostgresStore(this IServiceCollection services, PostgresSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<ISharedStore, PostgresIsShared>();
        services.Replace(ServiceDescriptor.Singleton(
            static p => new CallLimiter(
                new AllottedLimitStore(p.GetRequiredService<ILimitStore>(), p.GetRequiredService<TimeProvider>()))));
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<PostgresLimitStore>();
        services.Replace(ServiceDescriptor.Singleton<ILimitStore>(static p => p.GetRequiredService<PostgresLimitStore>()));
        services.Replace(ServiceDescriptor.Singleton<IFreezeStore, PostgresFreezes>());
        services.Replace(ServiceDescriptor.Singleton<IApprovalStore, PostgresApprovals>());
        services.AddHostedService<PostgresStart>();
    }

    private sealed class PostgresIsShared : ISharedStore;
}
