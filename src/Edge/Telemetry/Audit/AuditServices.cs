using Edge.Approvals;
using Edge.Calls;
using Edge.Reloading;
using Edge.Telemetry.Logging;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Telemetry.Audit;

/// <summary>Registers the recording of decisions.</summary>
internal static class AuditServices
{
    /// <summary>Adds it, with settings that were read.</summary>
    public static void AddAudit(this WebApplicationBuilder builder, AuditSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<AuditFormatter>();
        services.AddSingleton(p => new AuditRecorder(settings, p.GetRequiredService<AuditFormatter>(), p.GetService<AuditWriter>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IReloadObserver, AuditedReloads>();
        services.AddSingleton<IApprovalObserver>(static p => p.GetRequiredService<AuditRecorder>());
        services.AddCallObserver<AuditRecorder>();
        if (!settings.IsOn)
            return;
        services.TryAddSingleton<OpenAuditFile>(DiskAuditFile.Open);
        services.AddSingleton<AuditExport>();
        services.AddSingleton<AuditWriter>();
        services.AddHostedService(p => p.GetRequiredService<AuditWriter>());
        builder.Logging.KeepOffConsole(AuditExport.Category);
    }
}
