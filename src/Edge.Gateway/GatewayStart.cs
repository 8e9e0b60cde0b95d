using Edge.Gateway.Callers;
using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Settings;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway;

/// <summary>
/// Finds every mistake before anything serves: in <c>UseEdge</c>, and at the start of the host where that was forgotten. Not thread-safe;
/// the start has one thread.
/// </summary>
internal sealed partial class GatewayStart(EdgeBuilder builder, IServiceProvider services, ILogger<GatewayStart> logger)
    : IHostedLifecycleService
{
    private bool _isChecked;

    /// <summary>Checks settings, then what they name, then what the host did to Edge. Does nothing the second time.</summary>
    /// <exception cref="StartupException">There are mistakes: all of them.</exception>
    public void Check()
    {
        if (_isChecked)
            return;
        // 1: the settings
        if (builder.Mistakes(services.GetService<IConfiguration>()) is { Count: > 0 } mistakes)
            throw new StartupException(mistakes);

        // 2: what they name
        var errors = new List<string>();
        if (Try(errors, () => services.GetRequiredService<LoadedPolicies>()))
            Try(errors, () => services.GetRequiredService<GrantLoad>());
        Try(errors, () => services.GetRequiredService<EdgeKeys>());
        if (errors.Count > 0)
            throw new StartupException(errors);

        // 3: what the host did
        if (services.GetRequiredService<IForwarderHttpClientFactory>() is not DecisionLockClientFactory)
        {
            throw new StartupException(
                ["error forwarder_factory: expected Edge's IForwarderHttpClientFactory, found another one, which forwards what nothing "
                    + "decided "
                + "(call AddEdge after ConfigureHttpClient, and after a factory of your own is registered: Edge wraps it)"]);
        }

        AuditStart.Open(services);
        _isChecked = true;
    }

    /// <summary>The pipeline has Edge's steps.</summary>
    public void PipelineHasEdge() => builder.IsUsed = true;

    /// <inheritdoc />
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        Check();
        if (!builder.IsUsed)
            Log.NotUsed(logger);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool Try(List<string> errors, Action load)
    {
        try
        {
            load();
            return true;
        }
        catch (StartupException e)
        {
            errors.AddRange(e.Lines);
            return false;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            23, LogLevel.Error,
            "YARP's pipeline has no UseEdge: nothing is forwarded on routes with a policy. Call it inside MapReverseProxy.",
            EventName = nameof(NotUsed))]
        public static partial void NotUsed(ILogger logger);
    }
}
