using System.Text;
using Edge.Gateway;
using Edge.Gateway.Audit;
using Edge.Gateway.Flood;
using Edge.Gateway.Routes;
using Edge.Telemetry;
using Edge.Telemetry.Logging;
using Edge.Telemetry.Prometheus;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;

namespace Edge.Startup;

/// <summary>Registers everything that Edge consists of.</summary>
internal static class EdgeServices
{
    /// <summary>Adds Edge, with settings that were read and have no mistakes.</summary>
    public static void AddEdge(this WebApplicationBuilder builder, EdgeSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton(settings);
        services.AddSingleton<IListenerAddresses, OwnAddresses>();
        builder.Logging.AddEdgeDefaults();
        builder.Logging.GatherConsoleLines();

        // The middleware, as in any other host; every route is Edge's here
        builder.Configuration.AddInMemoryCollection(settings.Defaults(builder.Configuration));
        var edge = services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddEdge(builder.Configuration)
            .RequirePolicies();
        EdgeBuilder.Of(edge).Read(EdgeSettings.Read);
        if (settings.Store.Kind == StoreKind.Postgres)
            edge.AddPostgresStore();
        else if (settings.Store.Kind == StoreKind.Sqlite)
            edge.AddSqliteStore(settings.Store.Path);
        if (settings.CountsInRedis)
            edge.AddRedisLimits();

        // Floods
        builder.AddConnectionLimit(settings.ConnectionsPerAddress, settings.Proxies);

        // Telemetry and records
        builder.AddEdgeTelemetry();
        if (OtlpSettings.Read(builder.Configuration).Logs is not null)
            services.ExportAudit();
        if (settings.Audit.IsOn)
            builder.Logging.KeepOffConsole(AuditExport.Category);

        // Operators
        services.AddPrometheus();
        edge.AddAdmin();
        // Whatever is wrong was logged where it happened; the framework would repeat it for every probe.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None);

        // RequestAdmission checks hosts, answers in JSON-RPC and lets no empty one pass: the framework's filter stands open.
        services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);
        // ASPNETCORE_FORWARDEDHEADERS_ENABLED would let every caller choose its address: only Edge:Wire:KnownProxies are believed.
        services.PostConfigure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.None);
        Admin.MemoryKeyRing.Use(services);
        // Nobody needs to know that a key was made which protects nothing.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Warning);
        services.Configure<HostOptions>(o => o.ShutdownTimeout = settings.ShutdownGrace);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Values of a server's headers are bytes and leave as they came.
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            // Edge's own bound answers in JSON-RPC and differs by route.
            kestrel.Limits.MaxRequestBodySize = null;
            // Kestrel would cut a body that pauses for 5 s; Edge:Wire:BodyTimeout is the bound.
            kestrel.Limits.MinRequestBodyDataRate = null;
            kestrel.Limits.RequestHeadersTimeout = settings.HeadersTimeout;
            kestrel.Limits.KeepAliveTimeout = settings.IdleTimeout;
            // Read ahead of Edge, and not within its bound on bodies: as much as one segment for each connection.
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
        });
    }
}
