using Edge.Gateway.Calls;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Gateway.Approvals;

/// <summary>Registers what approvals consist of. Where they live is registered with the store.</summary>
internal static class ApprovalServices
{
    /// <summary>Adds it, with settings that were read.</summary>
    public static void AddApprovals(this IServiceCollection services, ApprovalSettings settings)
    {
        services.AddSingleton(settings);
        services.TryAddSingleton<IApprovalLinks, NoApprovalLinks>();
        services.AddSingleton<ApprovalChanges>();
        services.AddSingleton<FailedCalls>();
        services.AddSingleton<IUsedApprovals, UsedApprovals>();
        services.AddSingleton<ApprovalRecorder>();
        services.AddSingleton<ApprovalSeal>();
        services.AddSingleton<HeldCalls>();
        services.AddSingleton<ApprovalDesk>();
        services.AddSingleton<ApprovalKeeper>();
        services.AddHostedService(static p => p.GetRequiredService<ApprovalKeeper>());
        if (settings.Webhook is null)
        {
            services.TryAddSingleton<IApprovalNotifier, NoNotifier>();
            return;
        }

        services.AddSingleton<ApprovalWebhook>();
        services.TryAddSingleton<IApprovalNotifier>(static p => p.GetRequiredService<ApprovalWebhook>());
        services.AddHostedService(static p => p.GetRequiredService<ApprovalWebhook>());
    }
}
