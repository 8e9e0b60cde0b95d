using Edge.Gateway.Enforcement;
using Edge.Gateway.Enforcement.Forwarding;
using Edge.Startup;

namespace Edge.Hosting;

/// <summary>
/// Ends the host in good order: calls under way may finish within <see cref="EdgeSettings.ShutdownGrace"/>; what takes longer is cut.
/// </summary>
internal sealed partial class Shutdown(
    StopSignals signals,
    CallsUnderWay calls,
    OpenStreams streams,
    EdgeSettings settings,
    IHostApplicationLifetime lifetime,
    TimeProvider clock,
    ILogger<Shutdown> logger)
{
    /// <summary>Waits until the host is told to stop, and stops it.</summary>
    public async Task<ShutdownEnd> RunAsync(IHost host)
    {
        // 1: until a signal comes
        var stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (lifetime.ApplicationStopping.UnsafeRegister(static s => ((TaskCompletionSource)s!).TrySetResult(), stopping))
            await stopping.Task;

        // 2: drain: the MCP port takes no new connections, and each connection ends after its response
        Log.Draining(logger, Calls, settings.ShutdownGrace);
        using var cut = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        var stopped = host.StopAsync(cut.Token);
        var end = await Task.WhenAny(stopped, signals.Second, Task.Delay(settings.ShutdownGrace, clock, over.Token));
        await over.CancelAsync();

        // 3: cut what is left
        var count = 0;
        if (end != stopped)
        {
            count = Calls;
            var reason = end == signals.Second ? "of a second signal"
                : $"the grace of {settings.ShutdownGrace} is over (Edge:ShutdownGrace)";
            if (count > 0)
                Log.Cut(logger, count, reason);
            await cut.CancelAsync();
        }

        try
        {
            await stopped;
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            // What was not stopped is disposed with the host.
        }

        // The host stops itself when a service of its own breaks, and logs why.
        var broke = host.Services.GetServices<IHostedService>().Any(static s => s is BackgroundService { ExecuteTask.IsFaulted: true });
        return broke ? ShutdownEnd.Broke : count > 0 ? ShutdownEnd.Cut : ShutdownEnd.Drained;
    }

    // Streams without an end are not waited for.
    private int Calls => Math.Max(0, calls.Count - streams.Count);

    private static partial class Log
    {
        [LoggerMessage(
            20,
            LogLevel.Information,
            "Shutting down. Calls under way: {Calls}; they may take {Grace} to finish, and a second signal cuts them.",
            EventName = nameof(Draining))]
        public static partial void Draining(ILogger logger, int calls, TimeSpan grace);

        [LoggerMessage(21, LogLevel.Warning, "Calls cut: {Calls}, because {Reason}.", EventName = nameof(Cut))]
        public static partial void Cut(ILogger logger, int calls, string reason);
    }
}
