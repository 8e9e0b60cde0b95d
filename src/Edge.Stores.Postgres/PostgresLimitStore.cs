using Edge.Policy.Limits;
using Edge.Policy.Limits.Shared;
using Edge.Policy.Stores;

namespace Edge.Stores.Postgres;

/// <summary>
/// Counts in a PostgreSQL database that several Edges share: they outlive Edge and go by the database's clock. One round trip takes all
/// limits of a call. Thread-safe.
/// </summary>
/// <remarks>
/// A permit is held as long as its Edge says every ten seconds that it lives, and for thirty seconds after that. When the answer to a
/// call's question is lost, what it took from windows and buckets stays taken; its permits return.
/// </remarks>
internal sealed partial class PostgresLimitStore(PostgresDatabase database, TimeProvider clock, ILogger<PostgresLimitStore> logger)
    : ILimitStore
{
    /// <summary>How long an Edge's permits outlive its last sign of life.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    private const int SweptAtOnce = 5000;
    private static readonly TimeSpan s_renewPeriod = Lease / 3;
    private static readonly TimeSpan s_sweepPeriod = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_sweepPause = TimeSpan.FromSeconds(20);

    private readonly SharedClock _time = new(clock);
    private EndingQueue? _endings;
    private TakeGroups? _groups;
    private ITimer? _renewal;
    private ITimer? _sweep;
    private long _edge;
    private long _lastPermit;
    private int _disposed;
    private Task _renewing = Task.CompletedTask;
    private Task _sweeping = Task.CompletedTask;

    /// <summary>Begins to serve, as the Edge of this number; nothing may be asked before.</summary>
    public void Start(long edge)
    {
        _edge = edge;
        _endings = new EndingQueue(new Endings(database, _time, edge).SendAsync, count => Log.NotGivenBack(logger, count), clock);
        _endings.Start();
        _groups = new TakeGroups(
            group => AskAsync([.. group.Select(queued => queued.Take)], group[0].Caller), database.Patience, clock);
        _renewal = clock.CreateTimer(static store => ((PostgresLimitStore)store!).Renew(), this, s_renewPeriod, s_renewPeriod);
        _sweep = clock.CreateTimer(static store => ((PostgresLimitStore)store!).Sweep(), this, s_sweepPeriod, s_sweepPeriod);
    }

    /// <inheritdoc />
    public async ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        cancellationToken.ThrowIfCancellationRequested();
        var take = new Take(reservation, takes: true, ref _lastPermit);
        try
        {
            await database.MeasureAsync(StoreOperation.Take, async () =>
            {
                await Groups.TakeAsync(take, reservation.Caller);
                return true;
            });
        }
        catch (StoreUnavailableException) when (take.WasAsked)
        {
            _ = ReleaseLaterAsync([.. take.Permits]);
            throw;
        }

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
        var take = new Take(reservation, takes: false, ref _lastPermit);
        await database.MeasureAsync(StoreOperation.Look, () => AskAsync([take], caller: null));
        reservation.IsTaken = reservation.IsShadowTaken = false;
    }

    /// <inheritdoc />
    public void End(Reservation reservation, ReservationEnd end)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        foreach (ref readonly var count in reservation.Counts)
        {
            if (count.Cost == 0 || !reservation.Holds(in count))
                continue;
            if (Take.IsPermit(in count))
                Endings.Add(Ending.OfPermit(default, in count, end));
            else if (end == ReservationEnd.GivenBack)
                Endings.Add(new Ending { Kind = EndingKind.GiveBack, Key = CountKey.Of(reservation.KeyOf(in count)), Count = count });
        }

        reservation.Recycle();
    }

    /// <summary>Says that this Edge lives.</summary>
    public async Task RenewAsync()
    {
        try
        {
            _time.Saw(await database.AskAsync(StoreOperation.Renew, async source =>
            {
                await using var command = source.CreateCommand("SELECT edge.renew($1, $2, $3)");
                command.Parameters.AddWithValue(_edge);
                command.Parameters.AddWithValue(_time.Floor);
                command.Parameters.AddWithValue(Lease.Ticks);
                return (long)(await command.ExecuteScalarAsync() ?? 0L);
            }));
        }
        catch (StoreUnavailableException)
        {
            // Said once by the database; the next call that takes a permit renews first.
        }
    }

    /// <summary>
    /// Forgets counts that new ones would equal; how many, or null if another Edge is at it, was less than <paramref name="pause"/> ago, or
    /// the database does not answer.
    /// </summary>
    public async Task<int?> SweepAsync(TimeSpan pause)
    {
        try
        {
            if (await SweepAsync(pause.Ticks) is not { } swept)
                return null;
            for (var round = swept; round >= SweptAtOnce; swept += round)
                round = await SweepAsync(0) ?? 0;
            return swept;
        }
        catch (StoreUnavailableException)
        {
            // Said once by the database; the next sweep finds the rest.
            return null;
        }
    }

    /// <summary>Until what ended calls left to do is done.</summary>
    public Task SettledAsync() => Endings.SettledAsync();

    /// <inheritdoc />
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_endings is null || Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await _renewal!.DisposeAsync();
        await _sweep!.DisposeAsync();
        await Task.WhenAll(_renewing, _sweeping);
        await _endings.DisposeAsync();
    }

    private TakeGroups Groups => _groups ?? throw new InvalidOperationException("The store has not been started.");

    private EndingQueue Endings => _endings ?? throw new InvalidOperationException("The store has not been started.");

    private void Renew()
    {
        if (_renewing.IsCompleted)
            _renewing = RenewAsync();
    }

    private void Sweep()
    {
        if (_sweeping.IsCompleted)
            _sweeping = SweepAsync(s_sweepPause);
    }

    private Task<int?> SweepAsync(long pause) => database.AskAsync(StoreOperation.Sweep, async source =>
    {
        await using var command = source.CreateCommand("SELECT edge.sweep($1, $2, $3)");
        command.Parameters.AddWithValue(_time.Floor);
        command.Parameters.AddWithValue(SweptAtOnce);
        command.Parameters.AddWithValue(pause);
        return await command.ExecuteScalarAsync() as int?;
    });

    private async Task<long> AskAsync(IReadOnlyList<Take> takes, string? caller)
    {
        // An answered call holds nothing, even if the next one comes before the database has heard of it.
        var ended = takes.Any(take => take.HasPermits) ? Endings.Released : [];
        var areAlike = takes.Count > 1 && Take.AreAlike(takes);
        var now = await database.AskAsync(
            async source =>
                (areAlike ? await Take.AskAlikeAsync(source, takes, _edge, _time.Floor, Lease.Ticks) : null)
                ?? await Take.AskAsync(source, takes, _edge, _time.Floor, Lease.Ticks, ended),
            caller);
        _time.Saw(now);
        return now;
    }

    // The database may still be at it: only after it has given up is it known that no permit appears any more.
    private async Task ReleaseLaterAsync(long[] permits)
    {
        if (permits.Length == 0)
            return;
        await Task.Delay(2 * database.CommandTimeout, clock);
        foreach (var permit in permits)
            Endings.Add(new Ending { Kind = EndingKind.Release, Permit = permit });
    }

    private static partial class Log
    {
        [LoggerMessage(712, LogLevel.Warning,
            "{Count} counts were not given back for calls that reached no server: the store is unavailable.",
            EventName = nameof(NotGivenBack))]
        public static partial void NotGivenBack(ILogger logger, int count);
    }
}
