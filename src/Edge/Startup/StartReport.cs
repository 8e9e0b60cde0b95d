using Edge.Admin;
using Edge.Gateway.Callers;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Gateway.Routes;
using Edge.Telemetry;
using Yarp.ReverseProxy;

namespace Edge.Startup;

/// <summary>Logs at startup what is active, and what looks doubtful.</summary>
internal static partial class StartReport
{
    /// <summary>Logs policies, warnings and doubtful routes.</summary>
    public static void Write(WebApplication app, LoadedPolicies policies)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Edge.Start");
        foreach (var slot in policies.Catalog.Slots)
            Log.Policy(logger, slot.Name, slot.Path, slot.Current.Policy.ShortRevision);
        foreach (var warning in policies.Warnings.Concat(app.Services.GetRequiredService<GrantLoad>().Warnings))
            Log.Doubt(logger, warning);

        var grants = app.Services.GetRequiredService<GrantCatalog>();
        if (grants.Path is { } path)
        {
            var count = grants.Current.Grants.Length;
            Log.Grants(logger, count == 1 ? "1 grant" : $"{count} grants", path, grants.Current.ShortRevision);
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
        if (app.Services.GetRequiredService<EdgeSettings>().Store.Kind == StoreKind.Memory)
            Log.InMemory(logger);
        var admin = app.Services.GetRequiredService<AdminSettings>();
        if (admin.Users.Count == 0)
            Log.NoUsers(logger);
        else if (admin.Address is { IsLoopback: false, IsHttps: false })
            Log.AdminInTheClear(logger, admin.Address.Text);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Information, "Policy '{Policy}' from {Path} is active, revision {Revision}.", EventName = nameof(Policy))]
        public static partial void Policy(ILogger logger, string policy, string path, string revision);

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
            "AllowedHosts is '*': web pages can call Edge by DNS rebinding. List the host names of Edge.",
            EventName = nameof(AnyHost))]
        public static partial void AnyHost(ILogger logger);

        [LoggerMessage(6, LogLevel.Information, "Loaded {Grants} from {Path}, revision {Revision}: no other caller is admitted.",
            EventName = nameof(Grants))]
        public static partial void Grants(ILogger logger, string grants, string path, string revision);

        [LoggerMessage(7, LogLevel.Warning,
            "Anyone who can reach Edge uses its credential for '{Servers}': set Edge:Grants:File to admit only known callers.",
            EventName = nameof(OpenCredential))]
        public static partial void OpenCredential(ILogger logger, string servers);

        [LoggerMessage(19, LogLevel.Warning,
            "Server '{Server}' may present any certificate, so anyone on the path can read and change its traffic. Remove "
            + "DangerousAcceptAnyServerCertificate.", EventName = nameof(AnyCertificate))]
        public static partial void AnyCertificate(ILogger logger, string? server);

        [LoggerMessage(22, LogLevel.Warning,
            "The admin port {Address} is not encrypted: users' tokens are sent in plain text. Use https, or a private network with a proxy "
            + "that terminates TLS.", EventName = nameof(AdminInTheClear))]
        public static partial void AdminInTheClear(ILogger logger, string address);

        [LoggerMessage(24, LogLevel.Information,
            "Freezes, approvals and counts of limits are kept in memory: a restart thaws whom you froze, forgets approvals and begins every "
            + "count anew. Edge:Store:Kind 'sqlite' keeps them in a file.", EventName = nameof(InMemory))]
        public static partial void InMemory(ILogger logger);

        [LoggerMessage(8, LogLevel.Warning,
            "No one can freeze or approve anything: Edge has no users. Create one with 'edge user new NAME --role admin'.",
            EventName = nameof(NoUsers))]
        public static partial void NoUsers(ILogger logger);
    }
}
