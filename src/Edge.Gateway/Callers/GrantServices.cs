using Edge.Gateway.Callers.Authentication;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Gateway.Routes;
using Edge.Gateway.Settings;

namespace Edge.Gateway.Callers;

/// <summary>Puts grants and credentials into the host.</summary>
internal static class GrantServices
{
    /// <summary>Registers what the settings say about grants and credentials; they are loaded when they are asked for first.</summary>
    public static void AddGrants(this IServiceCollection services, GrantSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton(static p => LoaderOf(p));
        services.AddSingleton(static p => Load(p));
        services.AddSingleton(p => new GrantCatalog(settings.File, p.GetRequiredService<GrantLoad>().Snapshot!));
        services.AddSingleton<AccessResolver>();
        if (settings.File is not null || settings.Credentials.Count > 0)
            services.AddSingleton<WatchedSource, GrantSource>();
    }

    /// <summary>Lets only grants on, or whom the host knows, where there are grants or a resolver of the host's.</summary>
    public static void UseCallers(this IApplicationBuilder app)
    {
        if (app.ApplicationServices.GetRequiredService<GrantCatalog>().IsInForce
            || app.ApplicationServices.GetService<ICallerResolver>() is not null)
            app.UseMiddleware<CallerGate>();
    }

    // Clusters are asked for each time: they may change, and YARP knows them when grants are loaded for the first time.
    private static GrantLoader LoaderOf(IServiceProvider services)
    {
        var clusters = services.GetRequiredService<LockedClusters>();
        return new GrantLoader(
            services.GetRequiredService<GrantSettings>(),
            services.GetRequiredService<IHostEnvironment>().ContentRootPath,
            services.GetRequiredService<PolicyCatalog>(),
            () => clusters.Clusters);
    }

    private static GrantLoad Load(IServiceProvider services)
    {
        var settings = services.GetRequiredService<GrantSettings>();
        if (settings.File is not null && services.GetService<ICallerResolver>() is not null)
        {
            throw new StartupException(
                ["error grants_and_resolver at Edge:Grants:File: expected none where the host has an ICallerResolver, found one: both "
                    + "would say who may call"]);
        }

        var load = services.GetRequiredService<GrantLoader>().Load();
        return load.Snapshot is not null ? load : throw new StartupException(load.Errors);
    }
}
