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
using Edge.Gateway.Settings;
using Edge.Gateway.Stores;
using Edge.Gateway.Telemetry.Metrics;
using Edge.Mcp.Requests;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Gateway;

/// <summary>Registers what the middleware consists of. Nothing in it takes over the host's process.</summary>
internal static class GatewayServices
{
    /// <summary>Adds it with settings that were read, mistakes in them or not: the start tells.</summary>
    /// <exception cref="InvalidOperationException">Edge was added already.</exception>
    public static IEdgeBuilder Add(IReverseProxyBuilder proxy, EdgeBuilder builder)
    {
        var services = proxy.Services;
        if (services.Any(s => s.ServiceType == typeof(EdgeBuilder)))
            throw new InvalidOperationException("Edge was added already: call AddEdge once.");
        var settings = builder.Read(GatewaySettings.Read);
        services.AddSingleton(builder);
        services.AddSingleton<GatewayStart>();
        services.AddHostedService(static p => p.GetRequiredService<GatewayStart>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings);
        services.AddSingleton(settings.Wire);
        services.TryAddSingleton<IListenerAddresses, NoListenerAddresses>();

        AddPolicies(services, settings);
        AddObservers(services);
        AddCallers(services, settings);
        AddMessages(services, settings);
        services.AddFlood(settings.Flood);
        services.AddStoreFailures(settings.FailureMode);
        services.AddMemoryStore();
        services.AddApprovals(settings.Approvals);
        AddEnforcement(proxy, settings);
        services.AddAudit(settings.Audit);
        return builder;
    }

    private static void AddPolicies(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(new LimitDigits(LimitDigits.All));
        services.AddSingleton(static p => LoadedPolicies.Load(
            p.GetRequiredService<GatewaySettings>().Policies, ContentRoot(p), p.GetRequiredService<LimitDigits>()));
        services.AddSingleton(static p => p.GetRequiredService<LoadedPolicies>().Catalog);
        foreach (var name in settings.Policies.Keys)
        {
            services.AddSingleton<WatchedSource>(p =>
                new PolicySource(
                    p.GetRequiredService<PolicyCatalog>().Get(name), ContentRoot(p), p.GetRequiredService<LimitDigits>(),
                    p.GetRequiredService<TimeProvider>()));
        }

        services.AddSingleton<SourceWatcher>();
        services.AddHostedService(static p => p.GetRequiredService<SourceWatcher>());
    }

    // Those that observe calls do so in this order.
    private static void AddObservers(IServiceCollection services)
    {
        services.AddCalls();
        services.AddRejections();
        services.AddInstruments();
        services.AddDecisionFeed(new DecisionFeedSettings());
    }

    private static void AddCallers(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(static p => KeysOf(p));
        services.AddSingleton<SessionIds>();
        services.AddSingleton<IdentityHash>();
        services.AddSingleton<CredentialCallers>();
        services.AddGrants(settings.Grants);
    }

    // A key file is made where there is none, unless other Edges must have the same.
    private static EdgeKeys KeysOf(IServiceProvider services) => services.GetRequiredService<GatewaySettings>().KeyFile is { } file
        ? KeyFile.Load(ContentRoot(services), file, create: services.GetService<ISharedStore>() is null)
        : services.GetService<ISharedStore>() is null
        ? EdgeKeys.New()
        : throw new StartupException(
        ["error key_file_missing at Edge:KeyFile: expected the key file that all Edges of this store share, found none"]);

    private static void AddMessages(IServiceCollection services, GatewaySettings settings)
    {
        services.AddSingleton(new RequestAdmission(settings.Wire, settings.AllowedHosts));
        var budget = new BufferBudget(settings.Wire.MaxBufferedBytes);
        services.AddSingleton(budget);
        services.AddSingleton<SegmentArrays>();
        services.AddSingleton(p => new SegmentPool(budget, p.GetRequiredService<SegmentArrays>()));
        services.AddSingleton<RequestBodyReader>();
        services.AddSingleton<LargeMessages>();
        services.AddSingleton<MessageParser>();
        services.AddSingleton(new RevisionRules(settings.Wire.Revisions));
        services.AddSingleton<MessageReader>();
    }

    private static void AddEnforcement(IReverseProxyBuilder proxy, GatewaySettings settings)
    {
        var services = proxy.Services;
        services.AddSingleton<ReturnedCalls>();
        services.AddSingleton<LimitStep>();
        services.AddSingleton<ApprovalStep>();
        services.AddSingleton<Decider>();
        services.AddSingleton<CallsUnderWay>();
        services.AddCallObserver<DecisionLog>();
        services.AddRejectionObserver<DecisionLog>();
        services.AddSingleton<OpenStreams>();
        services.AddHostedService(static p => p.GetRequiredService<OpenStreams>());
        services.AddSingleton<ListLog>();
        services.AddSingleton<ListAnswers>();
        services.AddSingleton(settings.Results);
        services.AddSingleton<RememberedCalls>();
        services.AddSingleton<ResultAnswers>();
        // Where Edge says who may call no caller shows a server's token, and the documents are not served.
        services.AddSingleton(p => new AuthorizationAnswers(
            settings.Grants.File is null && p.GetService<ICallerResolver>() is null ? settings.PublicUrl : null));
        services.AddSingleton<ResponseTransform>();
        services.AddSingleton<LockedClusters>();
        DecisionLockClientFactory.Wrap(services);
        proxy.AddConfigFilter<ProxyConfigFilter>().AddTransforms<TransformProvider>();
    }

    private static string ContentRoot(IServiceProvider services) => services.GetRequiredService<IHostEnvironment>().ContentRootPath;
}
