using Edge.Policy.Stores;
using Microsoft.Data.Sqlite;

namespace Edge.Stores.Sqlite;

/// <summary>
/// The open file: one thread writes, and whatever waits meanwhile shares its next transaction; reads go on beside it. While the file cannot
/// be written everybody is told so at once, and the thread tries again. Thread-safe.
/// </summary>
internal sealed partial class SqliteDatabase : IDisposable
{
    private const int AtOnce = 256;
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // A disk that fills up again and again is told of once in a while.
    private static readonly TimeSpan s_tellAgain = TimeSpan.FromSeconds(10);

    private readonly SqliteSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger<SqliteDatabase> _logger;
    private readonly IStoreObserver? _metrics;
    private readonly List<ISqlitePart> _parts = [];
    private readonly Queue<SqliteWork> _queue = new();
    private readonly List<SqliteWork> _postponed = [];
    private readonly Lock _reading = new();
    private readonly object _gate = new();
    private SqliteSession _writer = null!;
    private SqliteSession _reader = null!;
    private Processes _processes = null!;
    private ITimer? _timer;
    private Thread? _thread;
    private long _version;
    private long _newest;
    private long _failedAt;
    private long? _toldAt;
    private bool _isTold;
    private bool _tick;
    private bool _stopping;
    private bool _killed;
    private volatile bool _failed;
    private volatile bool _isShared;

    public SqliteDatabase(
        SqliteSettings settings, string path, TimeProvider clock, ILogger<SqliteDatabase> logger, IStoreObserver? metrics = null) =>
        (_settings, Path, _clock, _logger, _metrics) = (settings, path, clock, logger, metrics);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Whether other processes have the file open: then it alone says how things stand.</summary>
    public bool IsShared => _isShared;

    /// <summary>Whether the file could be written when that was last tried.</summary>
    public bool IsAvailable => !_failed;

    /// <summary>The number of this process in the file.</summary>
    public long Process => _processes.Id;

    /// <summary>Adds what keeps something in memory, before the file is opened.</summary>
    public void Add(ISqlitePart part) => _parts.Add(part);

    /// <summary>Opens the file.</summary>
    /// <remarks>(1) the file; (2) its tables and key; (3) this process among the others; (4) the others make way; (5) the thread.</remarks>
    /// <exception cref="StoreRefusedException">It cannot be used.</exception>
    public async Task OpenAsync(IReadOnlyList<string> fingerprints, CancellationToken cancellationToken)
    {
        try
        {
            // 1
            SqliteFile.Prepare(Path);
            _writer = SqliteFile.Open(Path, _settings.Durable);
            SqliteFile.Check(_writer, Path);
            if (_writer.Find("PRAGMA journal_mode = WAL") is not "wal")
                throw new StoreRefusedException("store_file_system",
                    "expected a file system on which programs share memory, found one without (use one of a local disk)");

            // 2
            Transact(session =>
            {
                SqliteSchema.Migrate(session, _clock.GetUtcNow());
                SqliteSchema.AgreeOnKey(session, fingerprints);
            });

            // 3
            _processes = new Processes(Path);
            Transact(session =>
            {
                _processes.Enter(session);
                _newest = _processes.Id;
                _isShared = _processes.Living(session).Count > 0;
                if (!_isShared)
                    _parts.ForEach(part => part.Own(session));
            });
            if (!_isShared)
                EndChanges(changed: true);
            SqliteFile.Restrict(Path);

            // 4
            if (_isShared)
                await WaitForOthersAsync(cancellationToken);

            // 5
            _reader = SqliteFile.Open(Path);
            _version = _writer.Number("PRAGMA data_version");
            _thread = new Thread(Write) { IsBackground = true, Name = "Edge store" };
            _thread.Start();
            _timer = _clock.CreateTimer(static database => ((SqliteDatabase)database!).Tick(), this, s_tick, s_tick);
        }
        catch (SqliteException e)
        {
            Close();
            throw SqliteFile.Explain(e, Path);
        }
        catch (StoreRefusedException)
        {
            Close();
            throw;
        }
    }

    /// <summary>Does something in the file; its result once it is committed.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be written: nothing was done.</exception>
    public Task<T> WriteAsync<T>(StoreOperation operation, Func<SqliteSession, T> run, Action<T>? committed = null)
    {
        var question = new SqliteQuestion<T>(operation, run, committed);
        Post(question);
        return question.Done;
    }

    /// <summary>Adds something to do.</summary>
    public void Post(SqliteWork work)
    {
        work.Asked = IsMeasured(work) ? _metrics?.StoreAsked() : null;
        lock (_gate)
        {
            if (!_stopping && _thread is not null)
            {
                _queue.Enqueue(work);
                Monitor.Pulse(_gate);
                return;
            }
        }

        Fail(work, Away(null));
    }

    /// <summary>Reads from the file what is committed.</summary>
    /// <exception cref="StoreUnavailableException">It cannot be read.</exception>
    public T Read<T>(StoreOperation operation, Func<SqliteSession, T> read)
    {
        var asked = _metrics?.StoreAsked();
        try
        {
            lock (_reading)
            {
                if (_stopping || _failed)
                    throw Away(null);
                return read(_reader);
            }
        }
        catch (Exception e) when (IsFailure(e))
        {
            _metrics?.StoreFailed(operation);
            throw Away(e);
        }
        finally
        {
            _metrics?.StoreAnswered(operation, asked);
        }
    }

    /// <summary>Ends without what is left to do, as a process does that is killed.</summary>
    public void Kill()
    {
        _killed = true;
        Dispose();
    }

    /// <summary>Does what is left to do, and closes the file.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_stopping)
                return;
            _stopping = true;
            Monitor.Pulse(_gate);
        }

        _timer?.Dispose();
        _thread?.Join();
        Close();
    }

    // What calls ask of their limits is measured where they ask, whether memory answers or the file.
    private static bool IsMeasured(SqliteWork work) => work.Operation is not (StoreOperation.Take or StoreOperation.Look);

    private static StoreUnavailableException Away(Exception? e) => new("the store's file cannot be used", e);

    private static bool IsFailure(Exception e) =>
        e is SqliteException or InvalidDataException or ObjectDisposedException or IOException or UnauthorizedAccessException;

    private void Close()
    {
        lock (_reading)
        {
            _stopping = true;
            _reader?.Dispose();
        }

        try
        {
            if (!_killed && _processes is { Id: > 0 })
                Transact(_processes.Leave);
        }
        catch (SqliteException)
        {
            // The next process finds the lock released and removes the row.
        }

        _writer?.Dispose();
        _processes?.Dispose();
    }

    private void Transact(Action<SqliteSession> action)
    {
        _writer.Execute("BEGIN IMMEDIATE");
        try
        {
            action(_writer);
            _writer.Execute("COMMIT");
        }
        catch
        {
            Rollback();
            throw;
        }
    }

    private void Rollback()
    {
        try
        {
            // SQLite has taken some failed transactions back already.
            if (SQLitePCL.raw.sqlite3_get_autocommit(_writer.Connection.Handle) == 0)
                _writer.Execute("ROLLBACK");
        }
        catch (SqliteException)
        {
            // The next transaction tells.
        }
    }

    private async Task WaitForOthersAsync(CancellationToken cancellationToken)
    {
        var began = _clock.GetTimestamp();
        while (true)
        {
            IReadOnlyList<long> deaf = [];
            Transact(session => deaf = _processes.Deaf(session));
            if (deaf.Count == 0)
                return;
            if (_clock.GetElapsedTime(began) > s_patience)
                throw new StoreRefusedException("store_in_use",
                    $"expected the other Edge that has the file open to answer, found that process {_writer.Number(
                        "SELECT pid FROM processes WHERE id = $1", deaf[0])} does not (end it, or let it go on)");
            await Task.Delay(s_tick / 4, _clock, cancellationToken);
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            _tick = true;
            Monitor.Pulse(_gate);
        }
    }

    private void EndChanges(bool changed)
    {
        foreach (var part in _parts)
            part.EndChange(changed);
    }
}
