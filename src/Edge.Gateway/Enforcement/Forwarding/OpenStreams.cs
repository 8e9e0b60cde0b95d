using System.Collections.Concurrent;
using Edge.Gateway.Callers;
using Edge.Gateway.Callers.Authentication;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Gateway.Reloading;
using Edge.Policy.Freezes;
using Edge.Policy.Stores;
using Microsoft.Net.Http.Headers;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>
/// The answers that are open without an end of their own: GET streams and subscriptions. Twice a second it looks who may not have one any
/// more, because of a freeze or because the grant was taken away, changed or has ended, and ends theirs. A shutdown ends all. Thread-safe.
/// </summary>
internal sealed partial class OpenStreams(
    GrantCatalog grants, IFreezeStore freezes, TimeProvider clock, IHostApplicationLifetime lifetime, ILogger<OpenStreams> logger)
        : BackgroundService
{
    private readonly ConcurrentDictionary<OpenStream, bool> _open = new();

    /// <summary>How many are open.</summary>
    public int Count => _open.Count;

    /// <summary>Keeps an eye on an exchange without an end, until what is returned is disposed.</summary>
    public OpenStream Begin(CallContext exchange)
    {
        byte[] hash = [];
        if (grants.IsInForce)
        {
            hash = new byte[AccessToken.HashBytes];
            if (!AccessToken.TryHash(BearerToken.Of(exchange.Context.Request.Headers[HeaderNames.Authorization]), hash))
                throw new InvalidOperationException("A request without a token passed authentication.");
        }

        var stopping = default(CancellationTokenRegistration);
        var stream = new OpenStream(exchange.Caller.GrantId, exchange.Route.Server, hash, over =>
        {
            _open.TryRemove(over, out _);
            stopping.Dispose();
        });
        _open[stream] = true;
        stopping = lifetime.ApplicationStopping.UnsafeRegister(static s => ((OpenStream)s!).End(), stream);
        return stream;
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SourceWatcher.Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await LookAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        if (_open.IsEmpty)
            return;
        try
        {
            // A database is asked once for all of them.
            await freezes.ListAsync(cancellationToken);
        }
        catch (StoreUnavailableException)
        {
            // Nobody is known to be frozen who was not before: what is under way goes on, and every new message is denied or not as
            // configured.
            Log.FreezesUnknown(logger);
        }

        var now = clock.GetUtcNow();
        var current = grants.Current;
        foreach (var (stream, _) in _open)
        {
            if (stream.Ended.IsCancellationRequested || WhyNot(stream, current, now) is not { } reason)
                continue;
            Log.Ended(logger, stream.Grant, stream.Server, reason);
            stream.End();
        }
    }

    private string? WhyNot(OpenStream stream, GrantSnapshot current, DateTimeOffset now)
    {
        if (freezes.FindLastKnown(stream.Grant, stream.Server) is { } freeze)
            return $"{freeze.Target} was frozen";
        if (!grants.IsInForce)
            return null;
        if (current.Find(stream.TokenHash) is not { } grant || grant.Id != stream.Grant)
            return "its token was taken away";
        if (grant.IsExpired(now))
            return "the grant has ended";
        return grant.WayTo(stream.Server) is null ? "the grant does not reach the server any more" : null;
    }

    private static partial class Log
    {
        [LoggerMessage(206, LogLevel.Information, "Ended an open stream of '{Grant}' at '{Server}': {Reason}.", EventName = nameof(Ended))]
        public static partial void Ended(ILogger logger, string grant, string server, string reason);

        [LoggerMessage(207, LogLevel.Debug, "The store does not say who is frozen; open streams go on.",
            EventName = nameof(FreezesUnknown))]
        public static partial void FreezesUnknown(ILogger logger);

        [LoggerMessage(208, LogLevel.Debug, "Stopped looking at open streams.", EventName = nameof(Stopped))]
        public static partial void Stopped(ILogger logger);
    }
}
