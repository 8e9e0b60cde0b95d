using Edge.Admin;
using Edge.Gateway.Policies;
using Edge.Gateway.Settings;
using Edge.Telemetry.Logging;

namespace Edge.Startup;

/// <summary>Builds the gateway's host: settings, services, pipeline. The program and the tests build it the same way.</summary>
internal static class EdgeApplication
{
    /// <summary>A builder whose settings are found where the program is run, or beside the program where there are none.</summary>
    /// <exception cref="StartupException">A settings file is not JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        CreateBuilder(
            args, Path.Exists(SettingsFile.Name) ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory);

    /// <summary>A builder whose settings are in <paramref name="directory"/>.</summary>
    /// <exception cref="StartupException">A settings file is no regular file, or not JSON.</exception>
    public static WebApplicationBuilder CreateBuilder(string[] args, string directory)
    {
        SettingsFile.Check(directory);
        try
        {
            // Settings are read once (a change needs a restart); to watch them would take an inotify instance, of which a user has 128.
            string[] all = ["--hostBuilder:reloadConfigOnChange=false", .. args];
            return WebApplication.CreateBuilder(new WebApplicationOptions { Args = all, ContentRootPath = directory });
        }
        catch (InvalidDataException e)
        {
            throw SettingsFile.Explain(e, directory);
        }
    }

    /// <summary>Starts a host that was built: the store first, then everything that serves.</summary>
    /// <exception cref="StartupException">The store cannot be used.</exception>
    public static async Task StartEdgeAsync(this WebApplication app, CancellationToken cancellationToken = default)
    {
        var started = false;
        try
        {
            await app.StartAsync(cancellationToken);
            started = true;
        }
        finally
        {
            // The host leaves running what had started before the failure.
            if (!started)
                await app.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>Builds the host.</summary>
    /// <exception cref="StartupException">Settings or policies have mistakes: all of them.</exception>
    public static WebApplication Build(WebApplicationBuilder builder)
    {
        var settings = EdgeSettings.Read(builder.Configuration);
        StartRoutes.Check(builder.Configuration);
        StartLogLevels.Check(builder.Configuration);
        builder.AddEdge(settings);
        // What fails the start is thrown to the caller, who says it in words for people; the host would log it with its stack first.
        WebApplication? app = null;
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => level >= LogLevel.Information
            && app?.Lifetime.ApplicationStarted.IsCancellationRequested == true);
        StartCertificates.Check(builder.Configuration, builder.Environment.ContentRootPath);
        app = builder.Build();
        StartListeners.Check(app.Configuration, app.Services.GetRequiredService<AdminSettings>());
        try
        {
            app.UseEdgePipeline();
        }
        catch (InvalidOperationException e) when (e is { InnerException: not null })
        {
            throw StartRoutes.Explain(e, builder.Configuration);
        }

        app.Services.CountLostLines();
        StartReport.Write(app, app.Services.GetRequiredService<LoadedPolicies>());
        return app;
    }
}
