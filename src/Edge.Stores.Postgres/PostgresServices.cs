using Edge.Policy.Approvals;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Stores.Postgres;

/// <summary>Registers the store in PostgreSQL.</summary>
internal static class PostgresServices
{
    /// <summary>Adds the store of counts, freezes and approvals; <see cref="PostgresStart"/> makes it ready to be asked.</summary>
    public static void AddPostgresStore(this IServiceCollection services, PostgresSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<CallLimiter>();
        services.AddSingleton<PostgresDatabase>();
        services.AddSingleton<PostgresLimitStore>();
        services.AddSingleton<ILimitStore>(p => p.GetRequiredService<PostgresLimitStore>());
        services.TryAddSingleton<IFreezeStore, PostgresFreezes>();
        services.TryAddSingleton<IApprovalStore, PostgresApprovals>();
        services.AddSingleton<PostgresStart>();
    }
}
