using Edge.Gateway.Callers.Authentication;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Gateway.Settings;
using Microsoft.AspNetCore.Authentication;

namespace Edge.Gateway.Callers;

/// <summary>Puts grants and credentials into the host.</summary>
internal static class GrantServices
{
    /// <summary>Loads and registers what the settings say about grants and credentials.</summary>
    /// <exception cref="StartupException">They have mistakes: all of them.</exception>
    public static void AddGrants(this WebApplicationBuilder builder, GrantSettings settings, PolicyCatalog policies)
    {
        var services = builder.Services;
        var loader = new GrantLoader(settings, builder.Environment.ContentRootPath, policies, builder.Configuration);
        var load = loader.Load();
        var catalog = new GrantCatalog(settings.File, load.Snapshot ?? throw new StartupException(load.Errors));
        services.AddSingleton(catalog);
        services.AddSingleton(load);
        services.AddSingleton<AccessResolver>();
        if (settings.File is not null || settings.Credentials.Count > 0)
            services.AddSingleton<WatchedSource>(new GrantSource(catalog, loader, load.Secrets));

        // Tokens of an OpenID provider would be a second scheme beside this one, and ForwardDefaultSelector of these options would choose:
        // what does not begin with AccessToken.Prefix is the other's.
        if (catalog.IsInForce)
            services.AddAuthentication(GrantHandler.Scheme).AddScheme<AuthenticationSchemeOptions, GrantHandler>(GrantHandler.Scheme, null);
    }

    /// <summary>Lets only grants on, where a grants file is in force.</summary>
    public static void UseGrants(this WebApplication app)
    {
        if (!app.Services.GetRequiredService<GrantCatalog>().IsInForce)
            return;
        app.UseAuthentication();
        app.UseMiddleware<GrantGate>();
    }
}
