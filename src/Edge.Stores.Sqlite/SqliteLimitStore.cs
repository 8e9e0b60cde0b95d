using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Memory;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>
/// Counts that outlive Edge, in a file. Alone with the file, the store decides in memory, and a call that took of a lengthy window goes on
/// when the count is in the file; calls that wait share a transaction. With several processes it decides in the file. Thread-safe.
/// </summary>
/// <remarks>
/// When what was taken cannot be written, it returns and the call has taken nothing. What ended calls return is written without anybody
/// waiting: if Edge is killed before, it counts.
/// </remarks>
internal sealed partial class SqliteLimitStore : ILimitStore, ISqlitePart
{
    /// <summary>From which length on a window is kept in the file: one hour.</summary>
    public static readonly TimeSpan Lengthy = TimeSpan.FromHours(1);

    private const int SweptAtOnce = 5000;
    private static readonly TimeSpan s_sweepPeriod = TimeSpan.FromSeconds(30);

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _clock;
    private readonly LimitClock _time;
    private readonly TimeSpan _lengthy;
    private readonly ITimer _sweeper;

    // Held for reading by threads that decide in memory, for writing while that changes.
    private readonly ReaderWriterLockSlim _deciding = new();

    // Counts from the file that no call has asked for yet: their keys in memory are not known before.
    private readonly Dictionary<CountKey, Unclaimed> _unclaimed = [];
    private readonly Lock _claiming = new();
    private volatile bool _hasUnclaimed;
    private readonly Lock _keeping = new();
    private Keeping? _next;
    private MemoryLimitStore _memory;
    private int _disposed;

    /// <summary>Makes a store over a database that is not yet open.</summary>
    public SqliteLimitStore(SqliteDatabase database, TimeProvider clock, TimeSpan? lengthy = null)
    {
        (_database, _clock, _time, _lengthy) = (database, clock, new LimitClock(clock), lengthy ?? Lengthy);
        _memory = new MemoryLimitStore(clock, _time);
        _sweeper = clock.CreateTimer(static store => ((SqliteLimitStore)store!).Sweep(), this, s_sweepPeriod, s_sweepPeriod);
        database.Add(this);
    }

    /// <summary>How many counts are held, for tests.</summary>
    public long Count
    {
        get
        {
            if (_database.IsShared)
                return _database.Read(StoreOperation.Look, static session =>
                    session.Number("SELECT (SELECT count(*) FROM counts) + (SELECT count(DISTINCT key) FROM permits)"));
            lock (_claiming)
                return _memory.Count + _unclaimed.Count;
        }
    }

    /// <inheritdoc />
    public IReadOnlyList<byte[]> KeysHeld(int atMost) => _database.IsShared ? [] : _memory.KeysHeld(atMost);

    /// <inheritdoc />
    public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        cancellationToken.ThrowIfCancellationRequested();
        bool isShared;
        Task? kept = null;
        _deciding.EnterReadLock();
        try
        {
            isShared = _database.IsShared;
            if (!isShared)
                kept = TakeInMemory(reservation);
        }
        finally
        {
            _deciding.ExitReadLock();
        }

        // Outside of the lock: the file may have answered already, and what failed takes the lock to return.
        if (isShared)
            return TakeInFileAsync(reservation, cancellationToken);
        return kept is null ? default : WaitAsync(kept, reservation, cancellationToken);
    }

    /// <inheritdoc />
    public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        _deciding.EnterReadLock();
        try
        {
            if (!_database.IsShared)
            {
                Claim(reservation);
                return _memory.LookAsync(reservation, cancellationToken);
            }
        }
        finally
        {
            _deciding.ExitReadLock();
        }

        return new(AskAsync(reservation, takes: false));
    }

    /// <inheritdoc />
    public void End(Reservation reservation, ReservationEnd end)
    {
        ArgumentNullException.ThrowIfNull(reservation);
        _deciding.EnterReadLock();
        try
        {
            if (!_database.IsShared)
            {
                EndInMemory(reservation, end);
                return;
            }
        }
        finally
        {
            _deciding.ExitReadLock();
        }

        var ends = new Ends(this, reservation, end);
        reservation.Recycle();
        if (ends.HasAny)
            _database.Post(ends);
    }

    /// <summary>Forgets counts that new ones would equal.</summary>
    public Task SweepAsync()
    {
        var now = _time.Now(out _);
        lock (_claiming)
        {
            foreach (var (key, count) in _unclaimed)
            {
                if (count.State.IdleAt <= now)
                    _unclaimed.Remove(key);
            }

            _hasUnclaimed = _unclaimed.Count > 0;
        }

        return _database.WriteAsync(StoreOperation.Sweep, session =>
        {
            CountTable.Saw(session, now);
            CountTable.SweepPermits(session, _database.Process, Math.Max(now, CountTable.Latest(session)));
            return CountTable.Sweep(session, SweptAtOnce);
        });
    }

    /// <summary>Until everything that ended calls left to do is done.</summary>
    public Task SettledAsync() => _database.WriteAsync(StoreOperation.End, static _ => true);

    /// <inheritdoc />
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        _sweeper.Dispose();
        _memory.Dispose();
        _database.Dispose();
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <inheritdoc />
    public void BeginChange() => _deciding.EnterWriteLock();

    /// <inheritdoc />
    public void EndChange(bool changed)
    {
        if (_deciding.IsWriteLockHeld)
            _deciding.ExitWriteLock();
    }

    private bool IsKept(CompiledLimit limit)
    {
        if (limit.Algorithm == LimitAlgorithm.Concurrency)
            return false;
        // A bucket that takes hours to fill is as lengthy as a window of hours.
        var windows = limit.Algorithm == LimitAlgorithm.TokenBucket ? Math.Max(1, (double)limit.Capacity / (double)limit.Max) : 1;
        return windows * limit.Window.Ticks >= _lengthy.Ticks;
    }

    // The task of what must be in the file before the call goes on; null when nothing must.
    private Task? TakeInMemory(Reservation reservation)
    {
        if (!_database.IsAvailable && IsAnyKept(reservation))
            throw new StoreUnavailableException("the store's file cannot be used");
        Claim(reservation);
        _memory.Take(reservation);
        return reservation.IsTaken && KeptOf(reservation) is { } kept ? Keep(kept) : null;
    }

    private bool IsAnyKept(Reservation reservation)
    {
        foreach (ref readonly var count in reservation.Counts)
        {
            if (count.Cost != 0 && IsKept(count.Limit))
                return true;
        }

        return false;
    }

    private async ValueTask WaitAsync(Task kept, Reservation reservation, CancellationToken cancellationToken)
    {
        try
        {
            await kept;
        }
        catch (StoreUnavailableException)
        {
            End(reservation, ReservationEnd.GivenBack);
            throw;
        }

        UndoIfCancelled(reservation, cancellationToken);
    }

    private async ValueTask TakeInFileAsync(Reservation reservation, CancellationToken cancellationToken)
    {
        await AskAsync(reservation, takes: true);
        UndoIfCancelled(reservation, cancellationToken);
    }

    private void UndoIfCancelled(Reservation reservation, CancellationToken cancellationToken)
    {
        if (!cancellationToken.IsCancellationRequested)
            return;
        if (reservation.IsTaken)
            End(reservation, ReservationEnd.GivenBack);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private Task AskAsync(Reservation reservation, bool takes)
    {
        var asking = new Asking(this, reservation, takes);
        _database.Post(asking);
        return asking.Done;
    }

    private void EndInMemory(Reservation reservation, ReservationEnd end)
    {
        Claim(reservation);
        _memory.Adopt(reservation);
        var kept = end == ReservationEnd.GivenBack ? KeptOf(reservation) : null;
        _memory.End(reservation, end);
        if (kept is not null)
            _ = Keep(kept).ContinueWith(static task => task.Exception, TaskContinuationOptions.OnlyOnFaulted);
    }

    private void Sweep() => _ = SweepAsync().ContinueWith(static task => task.Exception, TaskContinuationOptions.OnlyOnFaulted);
}
