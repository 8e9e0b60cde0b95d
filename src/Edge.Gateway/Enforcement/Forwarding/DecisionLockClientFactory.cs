using Edge.Gateway.Routes;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>
/// Puts a <see cref="DecisionLock"/> in front of the forwarding clients that YARP, or the host's own factory, makes. Thread-safe.
/// </summary>
/// <remarks>
/// YARP forwards whenever the status is 200 and the response has not started, so the last lock cannot be a transform (wire.md).
/// </remarks>
internal sealed class DecisionLockClientFactory(IForwarderHttpClientFactory inner, LockedClusters locked) : IForwarderHttpClientFactory
{
    /// <summary>Puts the factory in the place of the one that is registered, which it wraps.</summary>
    public static void Wrap(IServiceCollection services)
    {
        var theirs = services.LastOrDefault(s => s.ServiceType == typeof(IForwarderHttpClientFactory) && !s.IsKeyedService);
        services.AddSingleton<IForwarderHttpClientFactory>(p =>
            new DecisionLockClientFactory(Make(theirs, p), p.GetRequiredService<LockedClusters>()));
    }

    /// <inheritdoc />
    public HttpMessageInvoker CreateClient(ForwarderHttpClientContext context)
    {
        locked.LockIfNeeded(context.ClusterId);
        var old = context.OldClient as LockedClient;
        var made = inner.CreateClient(new ForwarderHttpClientContext
        {
            ClusterId = context.ClusterId,
            OldConfig = context.OldConfig,
            OldMetadata = context.OldMetadata,
            OldClient = old?.Inner ?? context.OldClient,
            NewConfig = context.NewConfig,
            NewMetadata = context.NewMetadata,
        });
        return old is not null && ReferenceEquals(made, old.Inner) ? old
            : new LockedClient(made, new ClusterLock(context.ClusterId, locked));
    }

    private static IForwarderHttpClientFactory Make(ServiceDescriptor? theirs, IServiceProvider services) => theirs switch
    {
        // YARP's own, for which Edge knows better bounds on the connections to its servers.
        null => ActivatorUtilities.CreateInstance<EdgeClientFactory>(services),
        { ImplementationType: { } type } when type == typeof(ForwarderHttpClientFactory) =>
            ActivatorUtilities.CreateInstance<EdgeClientFactory>(services),
        { ImplementationInstance: IForwarderHttpClientFactory instance } => instance,
        { ImplementationFactory: { } factory } => (IForwarderHttpClientFactory)factory(services),
        _ => (IForwarderHttpClientFactory)ActivatorUtilities.CreateInstance(services, theirs.ImplementationType!),
    };
}
