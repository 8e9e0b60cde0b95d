using Edge.Admin.Connections;
using Edge.Admin.Console.Pages;
using Edge.Gateway.Telemetry;
using Edge.Policy.Stores;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Edge.Admin;

/// <summary>
/// Builds the admin port: an application of its own, with its own listener, hosts and pipeline, so that no route to a server exists there
/// and no admin path on the MCP port.
/// </summary>
internal static class AdminApplication
{
    /// <summary>Builds it, sharing the gateway's objects.</summary>
    public static WebApplication Build(AdminSettings settings, IServiceProvider gateway)
    {
        var configuration = gateway.GetRequiredService<IConfiguration>();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions
        {
            ContentRootPath = gateway.GetRequiredService<IHostEnvironment>().ContentRootPath,
        });
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().UseUrls(settings.Address.Text).ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = AdminBody.MaxBytes;
            // The agent may be on this machine too: it shall not hold the stop button's connections for long. AdminConnections bounds them.
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(5);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 4096, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.ConfigureEndpointDefaults(
                listen => listen.Use(kestrel.ApplicationServices.GetRequiredService<AdminConnections>().Guard));
            kestrel.Configure(OnlyCertificates(configuration));
        });
        builder.Services.AddSingleton<IHostLifetime, OwnedLifetime>();
        builder.Services.AddRouting();
        builder.Services.AddSingleton(new AdminHosts(settings));
        builder.Services.AddSingleton<AdminConnections>();
        builder.Services.AddAdminUsers(settings);
        builder.Services.AddViews();
        builder.Services.ShareGateway(gateway);
        MemoryKeyRing.Use(builder.Services);
        var app = builder.Build();
        Use(app);
        return app;
    }

    /// <summary>The way of a request, in order.</summary>
    private static void Use(WebApplication app)
    {
        app.UseMiddleware<ServerSpan>();
        app.UseSecurityHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = AnswerFaultAsync,
            // The store says itself, once, that it does not answer; it is no fault of Edge's with a stack trace.
            SuppressDiagnosticsCallback = static fault => fault.Exception is StoreUnavailableException,
        });
        // Host and pages before anything else, tokens before anything of Edge's own.
        app.UseMiddleware<AdminGate>();
        app.UseStatusCodePages(static pages => AnswerNothingAsync(pages.HttpContext));
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<RecognizeMiddleware>();
        app.UseAuthorization();
        app.MapAdmin();
    }

    private static Task AnswerNothingAsync(HttpContext context)
    {
        var problem = AdminProblem.Of(context.Response.StatusCode);
        return ConsoleRequests.IsPage(context.Request) ? ErrorPage.For(problem).ExecuteAsync(context) : problem.ExecuteAsync(context);
    }

    private static Task AnswerFaultAsync(HttpContext context)
    {
        var problem = context.Features.Get<IExceptionHandlerFeature>()?.Error is StoreUnavailableException
            ? new AdminProblem(StatusCodes.Status503ServiceUnavailable, "store_unavailable",
            "The store does not answer: nothing is known to have changed.")
            : new AdminProblem(StatusCodes.Status500InternalServerError, "fault", "Something broke inside Edge; its log says what.");
        return ConsoleRequests.IsPage(context.Request) ? ErrorPage.For(problem).ExecuteAsync(context) : problem.ExecuteAsync(context);
    }

    // Kestrel's own section also lists the endpoints of the gateway, which are not this application's.
    private static IConfigurationSection OnlyCertificates(IConfiguration configuration) => new ConfigurationBuilder()
        .AddInMemoryCollection(configuration.GetSection("Kestrel:Certificates").AsEnumerable())
        .Build()
        .GetSection("Kestrel");
}
