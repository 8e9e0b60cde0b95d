using Edge.Admin.Freezes;
using Edge.Admin.Health;
using Edge.Admin.Users;
using Edge.Approvals;
using Edge.Grants;
using Edge.Stores;
using Edge.Telemetry.Prometheus;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Edge.Admin;

/// <summary>What the admin port consists of, on either side of the wall between the two applications.</summary>
internal static class AdminServices
{
    /// <summary>Adds to the gateway what starts and stops the admin port with it.</summary>
    public static void AddAdmin(this WebApplicationBuilder builder, AdminSettings settings)
    {
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<AdminHost>();
        builder.Services.AddHostedService(static services => services.GetRequiredService<AdminHost>());
        builder.Services.AddSingleton<KnownTargets>();
        builder.AddHealth();
    }

    /// <summary>Adds to the admin port what it shares with the gateway: the very same objects, which the gateway owns.</summary>
    public static void ShareGateway(this IServiceCollection services, IServiceProvider gateway)
    {
        Share<ILoggerFactory>();
        Share<TimeProvider>();
        Share<HealthCheckService>();
        Share<IFreezes>();
        Share<ApprovalDesk>();
        Share<GrantCatalog>();
        Share<KnownTargets>();
        Share<PrometheusScrapes>();

        void Share<T>()
            where T : class => services.Replace(ServiceDescriptor.Singleton(gateway.GetRequiredService<T>()));
    }

    /// <summary>Adds to the admin port who may use it.</summary>
    public static void AddAdminUsers(this IServiceCollection services, AdminSettings settings)
    {
        services.AddSingleton(new AdminUsers(settings.Users));
        services.AddAuthentication(AdminTokenHandler.SchemeName)
            .AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, AdminTokenHandler>(AdminTokenHandler.SchemeName, null);
        services.AddAuthorization(AdminRoles.Add);
    }
}
