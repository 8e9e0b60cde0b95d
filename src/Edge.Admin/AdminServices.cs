using Edge.Admin.Approvals;
using Edge.Admin.Decisions;
using Edge.Admin.Freezes;
using Edge.Admin.Health;
using Edge.Admin.Limits;
using Edge.Admin.Metrics;
using Edge.Admin.Policies;
using Edge.Admin.Servers;
using Edge.Admin.Sessions;
using Edge.Admin.Users;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Policies;
using Edge.Policy.Freezes;
using Edge.Policy.Limits;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;

namespace Edge.Admin;

/// <summary>What the admin port consists of, on either side of the wall between the two applications.</summary>
internal static class AdminServices
{
    /// <summary>Adds to the gateway what starts and stops the admin port with it.</summary>
    public static void AddAdmin(this IServiceCollection services, AdminSettings settings, DecisionFeedSettings watching)
    {
        services.AddSingleton(settings);
        services.Replace(ServiceDescriptor.Singleton(watching));
        services.AddSingleton<AdminHost>();
        services.AddHostedService(static services => services.GetRequiredService<AdminHost>());
        services.AddSingleton<KnownTargets>();
        services.Replace(ServiceDescriptor.Singleton<IApprovalLinks, ConsoleApprovalLinks>());
        services.TryAddSingleton<IMetricsText, NoMetrics>();
        services.AddHealth();
    }

    /// <summary>Adds to the admin port what it shares with the gateway: the very same objects, which the gateway owns.</summary>
    public static void ShareGateway(this IServiceCollection services, IServiceProvider gateway)
    {
        Share<ILoggerFactory>();
        Share<TimeProvider>();
        Share<HealthCheckService>();
        Share<IFreezeStore>();
        Share<ApprovalDesk>();
        Share<AuditRecorder>();
        Share<ApprovalSettings>();
        Share<KnownTargets>();
        Share<IMetricsText>();
        Share<AdminSettings>();
        Share<DecisionRing>();
        Share<ServerRecords>();
        Share<ListedTools>();
        Share<PolicyCatalog>();
        Share<GrantCatalog>();
        Share<IProxyStateLookup>();
        Share<ILimitStore>();
        Share<LimitDigits>();

        void Share<T>()
            where T : class => services.Replace(ServiceDescriptor.Singleton(gateway.GetRequiredService<T>()));
    }

    /// <summary>Adds to the admin port what looks at them, for the API and the console.</summary>
    public static void AddViews(this IServiceCollection services)
    {
        services.AddSingleton<UserTokens>();
        services.AddSingleton<UnknownTokens>();
        services.AddSingleton<AdminSessions>();
        services.AddSingleton<SignInLimit>();
        services.AddSingleton<SessionCookie>();
        services.AddSingleton<DecisionStream>();
        services.AddSingleton<LimitList>();
        services.AddSingleton<ServerList>();
        services.AddSingleton<PolicyTable>();
        services.AddSingleton<PolicyChanges>();
        services.AddSingleton<PolicyEditor>();
    }

    /// <summary>Adds to the admin port who may use it.</summary>
    public static void AddAdminUsers(this IServiceCollection services, AdminSettings settings)
    {
        services.AddSingleton(new AdminUsers(settings.Users));
        services.AddAuthentication(AdminTokenHandler.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, AdminTokenHandler>(AdminTokenHandler.SchemeName,
            null);
        services.AddAuthorization(AdminRoles.Add);
    }
}
