using Edge.Policy.Approvals;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Stores.Sqlite;

/// <summary>Registers the store in a file in the place of the one in memory.</summary>
internal static class SqliteServices
{
    /// <summary>
    /// Adds the store of counts, freezes and approvals; <see cref="SqliteStart"/> makes it ready before anything starts.
    /// </summary>
    public static void AddSqliteStore(this IServiceCollection services, SqliteSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(static p => new SqliteDatabase(
            p.GetRequiredService<SqliteSettings>(),
            Path.GetFullPath(p.GetRequiredService<SqliteSettings>().Path, p.GetRequiredService<IHostEnvironment>().ContentRootPath),
            p.GetRequiredService<TimeProvider>(), p.GetRequiredService<ILogger<SqliteDatabase>>(), p.GetService<IStoreObserver>()));
        services.AddSingleton(static p =>
            new SqliteLimitStore(p.GetRequiredService<SqliteDatabase>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SqliteFreezes>();
        services.Replace(ServiceDescriptor.Singleton<ILimitStore>(static p => p.GetRequiredService<SqliteLimitStore>()));
        services.Replace(ServiceDescriptor.Singleton<IFreezeStore>(static p => p.GetRequiredService<SqliteFreezes>()));
        services.Replace(ServiceDescriptor.Singleton<IApprovalStore, SqliteApprovals>());
        services.AddHostedService<SqliteStart>();
    }
}
