namespace Edge.Gateway.Reloading;

/// <summary>
/// Looks at every source twice a second, by content (file system events miss link swaps of ConfigMaps and bind mounts), and activates
/// what changed. Content that cannot be used is logged once with all its errors, and the last good one stays.
/// </summary>
internal sealed partial class SourceWatcher : BackgroundService
{
    /// <summary>How long a changed file may stand before it is looked at: a change is active within a second.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private readonly TimeProvider _clock;
    private readonly ILogger<SourceWatcher> _logger;
    private readonly List<WatchedSource> _sources;
    private readonly List<IReloadObserver> _observers;

    private long _looked;

    // What was last refused, by source. So each mistake is logged once.
    private readonly Dictionary<WatchedSource, string> _refused = [];

    /// <summary>Watches <paramref name="sources"/>.</summary>
    public SourceWatcher(
        IEnumerable<WatchedSource> sources, IEnumerable<IReloadObserver> observers, TimeProvider clock, ILogger<SourceWatcher> logger) =>
        (_sources, _observers, _clock, _logger, _looked) = ([.. sources], [.. observers], clock, logger, clock.GetTimestamp());

    /// <summary>How long ago the last look at every source ended; seconds where a file system does not answer. Thread-safe.</summary>
    public TimeSpan SinceLastLook => _clock.GetElapsedTime(Volatile.Read(ref _looked));

    /// <summary>Looks at every source once. Not thread-safe; the watcher's own loop calls it, or a test.</summary>
    public void Poll()
    {
        foreach (var source in _sources)
            Poll(source);
        Volatile.Write(ref _looked, _clock.GetTimestamp());
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Volatile.Write(ref _looked, _clock.GetTimestamp());
        using var timer = new PeriodicTimer(Period, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Poll();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(_logger);
        }
    }

    private void Poll(WatchedSource source)
    {
        var sighting = source.Look();
        if (sighting.IsCurrent)
        {
            if (_refused.Remove(source))
                source.ContentIsCurrentAgain();
            return;
        }

        if (_refused.TryGetValue(source, out var refused) && refused == sighting.Content)
            return;
        var before = source.Revision;
        var reload = sighting.Load();
        foreach (var observer in _observers)
            observer.Reloaded(source, before, reload);
        if (reload.Errors.Count > 0)
        {
            _refused[source] = reload.Content;
            source.KeepLastGood();
            Log.Refused(_logger, source.Title, source.ShortRevision, reload.Errors.Count == 1 ? "1 error"
                : $"{reload.Errors.Count} errors");
            foreach (var error in reload.Errors)
                Log.Mistake(_logger, error);
            return;
        }

        _refused.Remove(source);
        Log.Loaded(_logger, source.Title, source.ShortRevision);
        foreach (var warning in reload.Warnings)
            Log.Doubt(_logger, warning);
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "Loaded {Source}, revision {Revision}.", EventName = nameof(Loaded))]
        public static partial void Loaded(ILogger logger, string source, string revision);

        [LoggerMessage(101, LogLevel.Error, "Refused the changed file of {Source} ({Errors}); revision {Revision} stays active.",
            EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, string source, string revision, string errors);

        [LoggerMessage(102, LogLevel.Error, "{Mistake}", EventName = nameof(Mistake))]
        public static partial void Mistake(ILogger logger, string mistake);

        [LoggerMessage(103, LogLevel.Warning, "{Doubt}", EventName = nameof(Doubt))]
        public static partial void Doubt(ILogger logger, string doubt);

        [LoggerMessage(104, LogLevel.Debug, "Stopped watching files.", EventName = nameof(Stopped))]
        public static partial void Stopped(ILogger logger);
    }
}
