using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Gateway.Reloading;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Gateway.Audit;

/// <summary>Registers the recording of decisions.</summary>
internal static class AuditServices
{
    /// <summary>Adds it.</summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="settings">What is recorded, and where.</param>
    /// <param name="exportsLogs">Whether an exporter reads the log: each record is written there too.</param>
    public static void AddAudit(this IServiceCollection services, AuditSettings settings, bool exportsLogs)
    {
        services.AddSingleton(settings);
        services.AddSingleton<AuditFormatter>();
        services.AddSingleton(p => new AuditRecorder(settings, p.GetRequiredService<AuditFormatter>(), p.GetService<AuditWriter>(),
            p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IReloadObserver, AuditedReloads>();
        services.AddSingleton<IApprovalObserver>(static p => p.GetRequiredService<AuditRecorder>());
        services.AddCallObserver<AuditRecorder>();
        if (!settings.IsOn)
            return;
        services.TryAddSingleton<OpenAuditFile>(DiskAuditFile.Open);
        services.AddSingleton(p => new AuditExport(exportsLogs ? p.GetRequiredService<ILoggerFactory>() : null));
        services.AddSingleton<AuditWriter>();
        services.AddHostedService(p => p.GetRequiredService<AuditWriter>());
    }
}
