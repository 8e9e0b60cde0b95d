namespace Edge.Policies;

/// <summary>
/// Looks at every policy file twice a second, by content (file system events miss link swaps of ConfigMaps and bind mounts), and swaps
/// in what changed. A file that cannot be used is logged once with all its errors, and the last good policy stays.
/// </summary>
internal sealed partial class PolicyWatcher(PolicyCatalog catalog, IHostEnvironment environment, TimeProvider clock, ILogger<PolicyWatcher> logger)
    : BackgroundService
{
    /// <summary>How long a changed file may stand before it is looked at: a change is in force within a second.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    // What was last refused, by policy: the revision of the bytes, or the reason why there were none. So each mistake is logged once.
    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);

    /// <summary>Looks at every file once. Not thread-safe; the watcher's own loop calls it, or a test.</summary>
    public void Poll()
    {
        foreach (var slot in catalog.Slots)
            Poll(slot);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                Poll();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Log.Stopped(logger);
        }
    }

    private void Poll(PolicySlot slot)
    {
        var (bytes, unreadable) = PolicyFile.Read(environment.ContentRootPath, slot.Path);
        var seen = bytes is null ? unreadable! : PolicyLoader.Revision(bytes);
        if (seen == slot.Current.Policy.Revision)
        {
            if (_refused.Remove(slot.Name))
                slot.FileIsCurrentAgain();
            return;
        }

        if (_refused.TryGetValue(slot.Name, out var refused) && refused == seen)
            return;
        var load = bytes is null ? new PolicyLoad(null, null, [unreadable!], []) : PolicyLoader.Compile(slot.Name, slot.Path, bytes);
        if (load.Policy is null)
        {
            _refused[slot.Name] = seen;
            slot.KeepLastGood();
            Log.Refused(logger, slot.Name, slot.Current.Policy.ShortRevision, load.Errors.Count);
            foreach (var error in load.Errors)
                Log.Mistake(logger, error);
            return;
        }

        _refused.Remove(slot.Name);
        slot.Replace(new PolicySnapshot(load.Policy, clock.GetUtcNow()));
        Log.Loaded(logger, slot.Name, load.Policy.ShortRevision);
        foreach (var warning in load.Warnings)
            Log.Doubt(logger, warning);
    }

    private static partial class Log
    {
        [LoggerMessage(100, LogLevel.Information, "Loaded policy '{Policy}', revision {Revision}.", EventName = nameof(Loaded))]
        public static partial void Loaded(ILogger logger, string policy, string revision);

        [LoggerMessage(101, LogLevel.Error, "Refused the changed file of policy '{Policy}' ({Errors} errors); revision {Revision} stays in force.", EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, string policy, string revision, int errors);

        [LoggerMessage(102, LogLevel.Error, "{Mistake}", EventName = nameof(Mistake))]
        public static partial void Mistake(ILogger logger, string mistake);

        [LoggerMessage(103, LogLevel.Warning, "{Doubt}", EventName = nameof(Doubt))]
        public static partial void Doubt(ILogger logger, string doubt);

        [LoggerMessage(104, LogLevel.Debug, "Stopped watching the policy files.", EventName = nameof(Stopped))]
        public static partial void Stopped(ILogger logger);
    }
}
