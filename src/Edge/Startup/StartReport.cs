using Edge.Admin;
using Edge.Gateway.Callers;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Gateway.Routes;
using Edge.Telemetry;
using Yarp.ReverseProxy;

namespace Edge.Startup;

/// <summary>Says at the start what is in force, and what looks doubtful.</summary>
internal static partial class StartReport
{
    /// <summary>Logs policies, warnings and doubtful routes.</summary>
    public static void Write(WebApplication app, LoadedPolicies policies)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Edge.Start");
        foreach (var slot in policies.Catalog.Slots)
            Log.PolicyInForce(logger, slot.Name, slot.Path, slot.Current.Policy.ShortRevision);
        foreach (var warning in policies.Warnings.Concat(app.Services.GetRequiredService<GrantLoad>().Warnings))
            Log.Doubt(logger, warning);

        var grants = app.Services.GetRequiredService<GrantCatalog>();
        if (grants.Path is { } path)
        {
            Log.Grants(logger, grants.Current.Grants.Length, path, grants.Current.ShortRevision);
            if (ContentFile.Doubt(app.Environment.ContentRootPath, path, GrantCodes.Family) is { } doubt)
                Log.Doubt(logger, doubt);
        }
        else if (grants.Current.Credentials.Count > 0)
            Log.OpenCredential(logger, string.Join("', '", grants.Current.Credentials.Keys.Order(StringComparer.Ordinal)));

        var routes = app.Services.GetRequiredService<IProxyStateLookup>().GetRoutes().OrderBy(r => r.Config.RouteId, StringComparer.Ordinal)
            .ToList();
        foreach (var route in routes)
            Log.Route(
                logger, route.Config.RouteId, route.Config.Match.Path, route.Config.ClusterId, route.Config.Metadata?[RoutePlan.PolicyKey]);
        var servers =
            routes.Where(r => r.Config.Match.Path?.StartsWith(AuthorizationDocuments.WellKnownPrefix, StringComparison.Ordinal) != true);
        foreach (var shared in servers.GroupBy(r => r.Config.ClusterId).Where(g => g.Count() > 1))
            Log.SharedCluster(logger, shared.Key, string.Join("', '", shared.Select(r => r.Config.RouteId)));
        foreach (var server in routes.Where(r => r.Cluster?.Model?.Config.HttpClient?.DangerousAcceptAnyServerCertificate == true)
            .Select(r => r.Config.ClusterId).Distinct())
            Log.AnyCertificate(logger, server);
        if (app.Configuration["AllowedHosts"]?.Split(';').Contains("*") == true)
            Log.AnyHost(logger);
        foreach (var ignored in app.Services.GetRequiredService<OtlpSettings>().Warnings)
            Log.Doubt(logger, ignored);
        var admin = app.Services.GetRequiredService<AdminSettings>();
        if (admin.Users.Count == 0)
            Log.NoUsers(logger);
        else if (admin.Address is { IsLoopback: false, IsHttps: false })
            Log.AdminInTheClear(logger, admin.Address.Text);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Policy '{Policy}' from {Path} is in force, revision {Revision}.",
            EventName = nameof(PolicyInForce))]
        public static partial void PolicyInForce(ILogger logger, string policy, string path, string revision);

        [LoggerMessage(2, LogLevel.Warning, "{Doubt}", EventName = nameof(Doubt))]
        public static partial void Doubt(ILogger logger, string doubt);

        [LoggerMessage(3, LogLevel.Information, "Route '{Route}' at {Path} leads to server '{Server}' under policy '{Policy}'.",
            EventName = nameof(Route))]
        public static partial void Route(ILogger logger, string route, string? path, string? server, string? policy);

        [LoggerMessage(4, LogLevel.Warning,
            "Server '{Server}' is reached by several routes ('{Routes}'): a call that one policy denies may pass by another.",
            EventName = nameof(SharedCluster))]
        public static partial void SharedCluster(ILogger logger, string? server, string routes);

        [LoggerMessage(5, LogLevel.Warning,
            "AllowedHosts is '*': pages that rebind a name to this address can call. List the names at which Edge is reached.",
            EventName = nameof(AnyHost))]
        public static partial void AnyHost(ILogger logger);

        [LoggerMessage(6, LogLevel.Information, "{Count} grants from {Path} are in force, revision {Revision}: nobody else enters.",
            EventName = nameof(Grants))]
        public static partial void Grants(ILogger logger, int count, string path, string revision);

        [LoggerMessage(7, LogLevel.Warning,
            "Whoever reaches Edge uses its credential for '{Servers}': set Edge:Grants:File to say who may.",
            EventName = nameof(OpenCredential))]
        public static partial void OpenCredential(ILogger logger, string servers);

        [LoggerMessage(19, LogLevel.Warning,
            "Server '{Server}' may show any certificate: whoever stands between reads and writes what passes. Remove "
            + "DangerousAcceptAnyServerCertificate.", EventName = nameof(AnyCertificate))]
        public static partial void AnyCertificate(ILogger logger, string? server);

        [LoggerMessage(22, LogLevel.Warning,
            "The admin port {Address} is not encrypted: tokens of users travel in the clear. Use https, or keep the network to yourself "
            + "and a proxy with TLS.", EventName = nameof(AdminInTheClear))]
        public static partial void AdminInTheClear(ILogger logger, string address);

        [LoggerMessage(8, LogLevel.Warning,
            "Nobody can freeze or approve anything: Edge has no users. 'edge user new NAME --role admin' makes one.",
            EventName = nameof(NoUsers))]
        public static partial void NoUsers(ILogger logger);
    }
}
