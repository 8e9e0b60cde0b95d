using System.Text;
using Edge.Admin;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Enforcement.Deciding;
using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Enforcement.Reading;
using Edge.Gateway.Enforcement.Responses;
using Edge.Gateway.Flood;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Rejections;
using Edge.Gateway.Reloading;
using Edge.Gateway.Routes;
using Edge.Gateway.Stores;
using Edge.Mcp.Requests;
using Edge.Stores.Postgres;
using Edge.Telemetry;
using Edge.Telemetry.Logging;
using Edge.Telemetry.Prometheus;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Startup;

/// <summary>Registers everything that Edge consists of.</summary>
internal static class EdgeServices
{
    /// <summary>Adds Edge, with settings that were read and policies that were loaded.</summary>
    public static void AddEdge(this WebApplicationBuilder builder, EdgeSettings settings, PolicyCatalog policies)
    {
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Wire);
        services.AddSingleton(policies);

        services.AddSingleton<IListenerAddresses, OwnAddresses>();

        // Policies
        foreach (var slot in policies.Slots)
            services.AddSingleton<WatchedSource>(p =>
                new PolicySource(slot, builder.Environment.ContentRootPath, p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SourceWatcher>();
        services.AddHostedService(p => p.GetRequiredService<SourceWatcher>());

        // Telemetry: those that observe calls do so in this order
        services.AddCalls();
        services.AddRejections();
        builder.Logging.AddEdgeDefaults();
        builder.Logging.GatherConsoleLines();
        builder.AddEdgeTelemetry();
        services.AddWatching(settings.Watching);

        // Keys and grants
        services.AddSingleton(
            KeyFile.Load(builder.Environment.ContentRootPath, settings.KeyFile, create: settings.Store.Kind == StoreKind.Memory));
        services.AddSingleton<SessionIds>();
        services.AddSingleton<IdentityHash>();
        services.AddSingleton<CallerResolver>();
        builder.AddGrants(settings.Grants, policies);

        // The wire
        services.AddSingleton(new RequestAdmission(settings.Wire, (builder.Configuration["AllowedHosts"] ?? "").Split(';')));
        var budget = new BufferBudget(settings.Wire.MaxBufferedBytes);
        services.AddSingleton(budget);
        services.AddSingleton<SegmentArrays>();
        services.AddSingleton(p => new SegmentPool(budget, p.GetRequiredService<SegmentArrays>()));
        services.AddSingleton<RequestBodyReader>();
        services.AddSingleton<LargeMessages>();
        services.AddSingleton<MessageParser>();
        services.AddSingleton(new RevisionRules(settings.Wire.Revisions));
        services.AddSingleton<MessageReader>();

        // Floods
        builder.AddFlood(settings.Flood, settings.Proxies);

        // Limits
        services.AddStoreFailures(settings.Store.FailureMode);
        if (settings.Store.Kind == StoreKind.Memory)
            services.AddMemoryStore();
        else
            services.AddPostgresStore(settings.Store.Postgres);

        // People
        services.AddApprovals(settings.Approvals);

        // Enforcement
        services.AddSingleton<ReturnedCalls>();
        services.AddSingleton<LimitStep>();
        services.AddSingleton<ApprovalStep>();
        services.AddSingleton<Decider>();
        services.AddSingleton<CallsUnderWay>();
        services.AddCallObserver<DecisionLog>();
        services.AddRejectionObserver<DecisionLog>();
        services.AddSingleton<OpenStreams>();
        services.AddHostedService(p => p.GetRequiredService<OpenStreams>());
        services.AddSingleton<ListLog>();
        services.AddSingleton<ListAnswers>();
        // With grants no caller shows a server's token, and the documents are not served.
        services.AddSingleton(new AuthorizationAnswers(settings.Grants.File is null ? settings.PublicUrl : null));
        services.AddSingleton<ResponseTransform>();
        services.AddSingleton<IForwarderHttpClientFactory, DecisionLockClientFactory>();
        services.AddReverseProxy()
            .LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
            .AddConfigFilter<ProxyConfigFilter>()
            .AddTransforms<TransformProvider>();

        // Records
        services.AddAudit(settings.Audit, OtlpSettings.Read(builder.Configuration).Logs is not null);
        if (settings.Audit.IsOn)
            builder.Logging.KeepOffConsole(AuditExport.Category);

        // Operators
        services.AddPrometheus();
        builder.AddAdmin(settings.Admin);
        services.AddHealthChecks().AddCheck<FilesHealth>("files");

        // RequestAdmission checks hosts, answers in JSON-RPC and lets no empty one pass: the framework's filter stands open.
        services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["*"]);
        // ASPNETCORE_FORWARDEDHEADERS_ENABLED would let every caller choose its address: only Edge:Wire:KnownProxies are believed.
        services.PostConfigure<ForwardedHeadersOptions>(o => o.ForwardedHeaders = ForwardedHeaders.None);
        MemoryKeyRing.Use(services);
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
            kestrel.Limits.RequestHeadersTimeout = settings.Wire.HeadersTimeout;
            kestrel.Limits.KeepAliveTimeout = settings.Wire.IdleTimeout;
            // Read ahead of Edge, and not within its bound on bodies: as much as one segment for each connection.
            kestrel.Limits.MaxRequestBufferSize = 64 * 1024;
        });
    }
}
