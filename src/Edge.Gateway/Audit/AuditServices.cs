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
    public static void AddAudit(this IServiceCollection services, AuditSettings settings)
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
        services.AddSingleton(new AuditExport(null));
        services.AddSingleton<AuditWriter>();
        services.AddHostedService(p => p.GetRequiredService<AuditWriter>());
    }

    /// <summary>Writes each record to the log too, for a host whose log an exporter reads.</summary>
    public static void ExportAudit(this IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton(static p => new AuditExport(p.GetRequiredService<ILoggerFactory>())));
}
