using Edge.Policy.Stores;

namespace Edge.Stores.Redis;

/// <summary>
/// What this Edge knows of the data in Redis: its epoch, and how many beats it had. When either is gone, data was lost. Thread-safe.
/// </summary>
/// <remarks>
/// Every Edge beats every ten seconds. A Redis that starts empty has no epoch; one that starts from an old copy, or whose place a replica
/// took that lagged behind, has fewer beats. A loss of less than ten seconds between beats is not seen.
/// </remarks>
internal sealed partial class RedisEpoch(string edge, ILogger logger, IStoreObserver? observer)
{
    private readonly Lock _gate = new();
    private Known _known = new("", 0);
    private long _resets;

    /// <summary>The epoch and the beats that this Edge knows: what scripts compare.</summary>
    public Known Current => Volatile.Read(ref _known);

    /// <summary>How often data was lost.</summary>
    public long Resets => Interlocked.Read(ref _resets);

    /// <summary>The name of the epoch that a script begins when it finds that this one is lost.</summary>
    public string Next => $"{edge}.{Resets + (Current.Id.Length == 0 ? 0 : 1)}";

    /// <summary>A script answered in this epoch.</summary>
    public void Saw(string id, long beats)
    {
        var known = Current;
        if (id == known.Id && beats <= known.Beats)
            return;
        lock (_gate)
        {
            known = _known;
            if (id == known.Id)
            {
                if (beats > known.Beats)
                    Volatile.Write(ref _known, known with { Beats = beats });
                return;
            }

            // An answer that was under way while another brought the news.
            if (beats < known.Beats)
                return;
            Volatile.Write(ref _known, new Known(id, beats));
            if (known.Id.Length == 0)
                return;
            Interlocked.Increment(ref _resets);
        }

        observer?.LimitsReset();
        Log.Reset(logger);
    }

    /// <summary>An epoch and how many beats it had.</summary>
    internal sealed record Known(string Id, long Beats);

    private static partial class Log
    {
        [LoggerMessage(714, LogLevel.Error,
            "Redis has lost data: limits that were counted there may be counted from zero (Edge:Limits:OnLoss).",
            EventName = nameof(Reset))]
        public static partial void Reset(ILogger logger);
    }
}
