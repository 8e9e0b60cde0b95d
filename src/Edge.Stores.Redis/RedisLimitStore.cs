using System.Collections.Concurrent;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>
/// Counts in Redis that several Edges share: they outlive Edge and go by Redis' clock. One round trip takes all limits of a call.
/// Thread-safe.
/// </summary>
/// <remarks>
/// A permit is held as long as its Edge says every ten seconds that it lives, and for thirty seconds after that. When the answer to a
/// call's question is lost, what it took from windows and buckets stays taken; its permits return.
/// </remarks>
internal sealed partial class RedisLimitStore : ILimitStore
{
    /// <summary>How long an Edge's permits outlive its last sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan s_renewPeriod = Lease / 3;

    private readonly RedisDatabase _database;
    private readonly TimeProvider _clock;
    private readonly LossMode _onLoss;
    private readonly RedisEdge _edge;
    private readonly EndingQueue _endings;
    private readonly RedisScript _take;
    private readonly RedisScript _renew;
    private readonly ConcurrentDictionary<RedisKey, long> _held = new();
    private ITimer? _renewal;
    private Task _renewing = Task.CompletedTask;
    private long _lastPermit;
    private int _disposed;

    /// <summary>Makes the store; <see cref="StartAsync"/> comes before any question.</summary>
    /// <param name="database">Redis.</param>
    /// <param name="onLoss">What becomes of long windows when data was lost.</param>
    /// <param name="clock">The clock of periods.</param>
    /// <param name="logger">The log.</param>
    /// <param name="observer">Is told of losses.</param>
    /// <param name="wall">What scripts read as the time instead of Redis' clock, in Lua. For tests.</param>
    public RedisLimitStore(
        RedisDatabase database, LossMode onLoss, TimeProvider clock, ILogger<RedisLimitStore> logger, IStoreObserver? observer = null,
        string? wall = null)
    {
        (_database, _onLoss, _clock) = (database, onLoss, clock);
        _edge = new RedisEdge(clock, logger, observer);
        RedisScript Of(RedisScript script) => wall is null ? script : script.By(wall);
        (_take, _renew) = (Of(RedisScript.Take), Of(RedisScript.Renew));
        var endings = new RedisEndings(database, _edge, Of(RedisScript.End));
        _endings = new EndingQueue(endings.SendAsync, count => Log.NotGivenBack(logger, count), clock);
        database.Probe = ProbeAsync;
    }

    /// <summary>How often Redis was found to have lost data.</summary>
    public long Resets => _edge.Epoch.Resets;

    /// <summary>Begins to serve on an open connection.</summary>
    /// <exception cref="RedisException">Redis cannot be asked.</exception>
    public async Task StartAsync()
    {
        await ProbeAsync();
        _endings.Start();
        _renewal = _clock.CreateTimer(static store => ((RedisLimitStore)store!).Renew(), this, s_renewPeriod, s_renewPeriod);
    }

    /// <inheritdoc />
    public async ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        cancellationToken.ThrowIfCancellationRequested();
        var take = new RedisTake(reservation, takes: true, ref _lastPermit);
        try
        {
            take.Read(await AskAsync(take, StoreOperation.Take));
        }
        catch (StoreUnavailableException)
        {
            if (take.HasPermits)
                _ = ReleaseLaterAsync(Permits(reservation));
            throw;
        }

        if (reservation.IsTaken && take.HasPermits)
            Hold(take);

        // A question that was cut short would leave nobody knowing what was taken: it is waited for, and undone.
        if (cancellationToken.IsCancellationRequested)
        {
            if (reservation.IsTaken)
                End(reservation, ReservationEnd.GivenBack);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    /// <inheritdoc />
    public async ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        var take = new RedisTake(reservation, takes: false, ref _lastPermit);
        take.Read(await AskAsync(take, StoreOperation.Look));
        reservation.IsTaken = reservation.IsShadowTaken = false;
    }

    /// <inheritdoc />
    public void End(Reservation reservation, ReservationEnd end)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        for (var i = 0; i < reservation.Counts.Length; i++)
        {
            ref readonly var count = ref reservation.Counts[i];
            if (count.Cost == 0 || !reservation.Holds(in count))
                continue;
            var key = CountKey.Of(reservation.KeyOf(in count));
            if (RedisTake.IsPermit(in count))
            {
                Drop(RedisKeys.Count(key));
                _endings.Add(Ending.OfPermit(key, in count, end));
            }
            else if (end == ReservationEnd.GivenBack)
            {
                var places = RedisScale.Of(RedisScale.WidestOf(reservation, i));
                _endings.Add(new Ending { Kind = EndingKind.GiveBack, Key = key, Count = count, Places = places });
            }
        }

        reservation.Recycle();
    }

    /// <summary>Says that this Edge lives.</summary>
    public async Task RenewAsync()
    {
        try
        {
            Saw(await _database.AskAsync(StoreOperation.Renew, _renew, RenewedKeys(), RenewArguments()));
        }
        catch (StoreUnavailableException)
        {
            // Said once by the database; the next call that takes a permit renews first.
        }
    }

    /// <summary>Until what ended calls left to do is done.</summary>
    public Task SettledAsync() => _endings.SettledAsync();

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_renewal is null || Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _renewal.DisposeAsync();
        await _renewing;
        await _endings.DisposeAsync();
    }

    // 1 ask   2 if it came too late by what this Edge knows of the time, it now knows better: once more   3 the epoch
    private async Task<RedisAnswer> AskAsync(RedisTake take, StoreOperation operation)
    {
        for (var attempt = 1; ; attempt++)
        {
            // An answered call holds nothing, even if the next one comes before Redis has heard of it.
            var ended = take.HasPermits ? _endings.Released : [];
            var floor = _edge.Floor;
            var latest = floor == 0 ? 1L << 51 : floor + RedisTake.Microseconds(_database.Timeout);
            var arguments = take.Arguments(_edge.Arguments(), Lease, latest, _onLoss, ended);
            var answer = new RedisAnswer(await _database.AskAsync(operation, _take, take.Keys, arguments));
            _edge.Clock.Saw(answer.Now * TimeSpan.TicksPerMicrosecond);
            if (!answer.IsLate)
            {
                _edge.Epoch.Saw(answer.EpochId, answer.Beats);
                return answer;
            }

            if (attempt == 2)
                throw new StoreUnavailableException("Redis answers too late") { Problem = StoreProblem.Busy };
        }
    }

    private async Task ProbeAsync() => Saw(await _database.RunAsync(_renew, RenewedKeys(), RenewArguments()));

    private RedisKey[] RenewedKeys() => [RedisKeys.Epoch, RedisKeys.Edges, .. _held.Keys];

    private RedisValue[] RenewArguments() => [.. _edge.Arguments(), RedisTake.Microseconds(Lease)];

    private void Saw(RedisResult result)
    {
        var values = (RedisResult[])result!;
        _edge.Clock.Saw((long)values[0] * TimeSpan.TicksPerMicrosecond);
        _edge.Epoch.Saw((string)values[1]!, (long)values[3]);
    }

    private void Renew()
    {
        if (_renewing.IsCompleted)
            _renewing = RenewAsync();
    }

    // Counts whose permits this Edge holds are kept as long as it does.
    private void Hold(RedisTake take)
    {
        foreach (var key in take.PermitKeys)
            _held.AddOrUpdate(key, 1, static (_, permits) => permits + 1);
    }

    private void Drop(RedisKey key)
    {
        while (_held.TryGetValue(key, out var permits))
        {
            if (permits == 1 ? _held.TryRemove(new KeyValuePair<RedisKey, long>(key, 1)) : _held.TryUpdate(key, permits - 1, permits))
                return;
        }
    }

    private static List<Ending> Permits(Reservation reservation)
    {
        var permits = new List<Ending>();
        foreach (ref readonly var count in reservation.Counts)
        {
            if (RedisTake.IsPermit(in count))
                permits.Add(Ending.OfPermit(CountKey.Of(reservation.KeyOf(in count)), in count, ReservationEnd.Completed));
        }

        return permits;
    }

    // The script takes nothing later than a timeout after it was sent: only after that is it known that no permit appears any more.
    private async Task ReleaseLaterAsync(List<Ending> permits)
    {
        await Task.Delay(2 * _database.Timeout, _clock);
        foreach (var permit in permits)
            _endings.Add(permit);
    }

    private static partial class Log
    {
        [LoggerMessage(718, LogLevel.Warning, "{Count} counts were not given back for calls that reached no server: Redis is unavailable.",
            EventName = nameof(NotGivenBack))]
        public static partial void NotGivenBack(ILogger logger, int count);
    }
}
