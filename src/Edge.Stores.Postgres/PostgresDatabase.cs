using System.Net.Sockets;
using Edge.Policy.Stores;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>
/// The database: connections, bounded in number and time, and whether it answers. While it does not, everybody is told so at once and one
/// task tries again, so that a database that hangs holds up no more calls than were under way. Thread-safe.
/// </summary>
internal sealed partial class PostgresDatabase : IAsyncDisposable
{
    private static readonly TimeSpan s_probePeriod = TimeSpan.FromMilliseconds(250);

    // A database that comes and goes, as one whose disk is full, is told of once in a while.
    private static readonly TimeSpan s_tellAgain = TimeSpan.FromSeconds(10);

    // Needs what calls need: connections, the schema, and that changes are taken, and by those who must have a copy.
    // It takes changes, and has what is asked for there: a name that is none, or may not be used, fails the probe.
    private const string Probe = """
        UPDATE edge.state SET latest = latest;
        SELECT 1 / bool_and(has_table_privilege(name, 'SELECT'))::int FROM unnest(ARRAY['edge.counts', 'edge.permits', 'edge.edges',
            'edge.freezes', 'edge.freeze_revision', 'edge.approvals', 'edge.approval_revision']::regclass[]) name;
        SELECT 1 / bool_and(has_function_privilege(name, 'EXECUTE'))::int FROM unnest(ARRAY['edge.take', 'edge.give_back', 'edge.renew',
            'edge.sweep', 'edge.time', 'edge.freeze', 'edge.thaw', 'edge.freezes_since']::regproc[]) name
        """;

    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresDatabase> _logger;
    private readonly IStoreObserver? _metrics;
    private readonly CancellationTokenSource _stopping = new();
    private readonly StoreTraffic _traffic;
    private readonly Lock _telling = new();
    private int _failed;
    private long _failedAt;
    private long? _toldAt;
    private long? _refusedAt;
    private long _refused;

    public PostgresDatabase(PostgresSettings settings, TimeProvider clock, ILogger<PostgresDatabase> logger, IStoreObserver? metrics = null)
    {
        var connection = settings.Connection ?? throw new InvalidOperationException("There is no database to reach.");
        _clock = clock;
        _logger = logger;
        _metrics = metrics;
        CommandTimeout = settings.CommandTimeout;
        Patience = settings.ConnectTimeout;
        _traffic = new StoreTraffic(settings, clock);
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            ApplicationName = connection.ApplicationName ?? "edge",
            MaxPoolSize = settings.MaxConnections,
            MinPoolSize = Math.Min(connection.MinPoolSize, settings.MaxConnections),
            Timeout = Seconds(settings.ConnectTimeout),
            CommandTimeout = Seconds(settings.CommandTimeout),
            // The database gives up as well, so that what timed out here is not taken there a moment later. Every statement of a function
            // must see what was committed before it.
            // Who waits for others at one count gives up before that, so that a crowd is not taken for a database that hangs.
            Options = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{connection.Options} -c statement_timeout={settings.CommandTimeout.TotalMilliseconds:0}"
                + $" -c lock_timeout={settings.CommandTimeout.TotalMilliseconds * 2 / 3:0}"
                + $" -c default_transaction_isolation=read\\ committed -c {PostgresSchema.Mark}=1").TrimStart(),
            MaxAutoPrepare = 20,
            AutoPrepareMinUsages = 2,
            // No session holds anything that would have to be undone.
            NoResetOnClose = true,
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
        });
    }

    /// <summary>The connections.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>How long the database may take for one answer.</summary>
    public TimeSpan CommandTimeout { get; }

    /// <summary>How long a call may wait for its turn.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Whether the database answered when it was last asked.</summary>
    public bool IsAvailable => Volatile.Read(ref _failed) == 0;

    /// <summary>What is under way.</summary>
    public StoreTraffic Traffic => _traffic;

    /// <summary>Asks the database, and measures it as <paramref name="operation"/>.</summary>
    /// <param name="operation">What is asked.</param>
    /// <param name="question">The question; it uses one connection.</param>
    /// <param name="caller">Whose call it is for; null for what keeps Edge going.</param>
    /// <param name="changed">What it changes, as numbers, for a call.</param>
    /// <exception cref="StoreUnavailableException">
    /// It does not answer: what was asked may have been done or not. Or there was no room to ask.
    /// </exception>
    public Task<T> AskAsync<T>(
        StoreOperation operation, Func<NpgsqlDataSource, Task<T>> question, string? caller = null, long[]? changed = null) =>
        MeasureAsync(operation, () => AskAsync(question, caller, changed));

    /// <summary>Asks the database without measuring it.</summary>
    /// <exception cref="StoreUnavailableException">As of the other.</exception>
    public async Task<T> AskAsync<T>(Func<NpgsqlDataSource, Task<T>> question, string? caller, long[]? changed = null)
    {
        if (!IsAvailable)
            throw Away();
        using var passage = await _traffic.EnterAsync(caller, changed ?? []);
        return await AskAsync(question);
    }

    /// <summary>Measures what is asked of the database as <paramref name="operation"/>.</summary>
    public async Task<T> MeasureAsync<T>(StoreOperation operation, Func<Task<T>> asking)
    {
        var asked = _metrics?.StoreAsked();
        try
        {
            if (!IsAvailable)
                throw Away();
            return await asking();
        }
        catch (StoreUnavailableException e) when (e.IsOutage)
        {
            _metrics?.StoreFailed(operation);
            throw;
        }
        finally
        {
            _metrics?.StoreAnswered(operation, asked);
        }
    }

    /// <summary>Whether an exception says that the database could not be asked.</summary>
    public static bool IsFailure(Exception e) =>
        e is NpgsqlException or TimeoutException or IOException or SocketException or ObjectDisposedException;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Source.DisposeAsync();
    }

    private async Task<T> AskAsync<T>(Func<NpgsqlDataSource, Task<T>> question)
    {
        // While it waited the database may have gone.
        if (!IsAvailable)
            throw Away();
        try
        {
            return await question(Source);
        }
        catch (PostgresException e) when (IsOfTheQuestion(e))
        {
            TellRefused(e);
            throw new StoreUnavailableException("the database refused a question", e)
            {
                Problem = e.SqlState == PostgresErrorCodes.LockNotAvailable ? StoreProblem.Busy : StoreProblem.Refused,
            };
        }
        catch (Exception e) when (IsFailure(e))
        {
            Fail(e);
            throw new StoreUnavailableException("the database does not answer", e);
        }
    }

    private static StoreUnavailableException Away() => new("the database does not answer");

    // What the data or other questions brought about says nothing of the next question (PostgreSQL, "Error Codes": cardinality, data,
    // constraints, rollback, views, program limits, PL/pgSQL; a lock that others hold). Everything else is the database's own state:
    // connections, a shutdown, a start, a role, database, schema, table or function that is gone or may not be used, a transaction that may
    // only read, because another took this one's place or its disk is full.
    private static bool IsOfTheQuestion(PostgresException e) => e.SqlState == PostgresErrorCodes.LockNotAvailable
        || e.SqlState.Length > 2 && e.SqlState[..2] is "21" or "22" or "23" or "40" or "44" or "54" or "P0";

    private void Fail(Exception e)
    {
        if (Interlocked.Exchange(ref _failed, 1) != 0 || _stopping.IsCancellationRequested)
            return;
        _failedAt = _clock.GetTimestamp();
        _ = Task.Run(() => RecoverAsync(e.Message, Tell(e.Message)));
    }

    // Whether it was told now: not when that was a moment ago.
    private bool Tell(string problem)
    {
        lock (_telling)
        {
            if (_toldAt is { } at && _clock.GetElapsedTime(at) < s_tellAgain)
                return false;
            _toldAt = _clock.GetTimestamp();
        }

        Log.Unavailable(_logger, problem);
        return true;
    }

    private void TellRefused(PostgresException e)
    {
        long count;
        lock (_telling)
        {
            _refused++;
            if (_refusedAt is { } at && _clock.GetElapsedTime(at) < s_tellAgain)
                return;
            _refusedAt = _clock.GetTimestamp();
            (count, _refused) = (_refused, 0);
        }

        Log.Refused(_logger, count, e.SqlState, e.MessageText);
    }

    private async Task RecoverAsync(string problem, bool isTold)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                // Connections from before may be dead, or lead to a database whose place another has taken: each try has its own.
                Source.Clear();
                await using var probe = Source.CreateCommand(Probe);
                await probe.ExecuteNonQueryAsync(_stopping.Token);
                Volatile.Write(ref _failed, 0);
                if (isTold)
                    Log.Available(_logger, _clock.GetElapsedTime(_failedAt).TotalSeconds);
                return;
            }
            catch (Exception e) when (IsFailure(e) || e is OperationCanceledException)
            {
                // Still down.
                isTold = isTold || Tell(problem);
                await Task.Delay(s_probePeriod, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static partial class Log
    {
        [LoggerMessage(710, LogLevel.Error, "The store is unavailable: {Problem}", EventName = nameof(Unavailable))]
        public static partial void Unavailable(ILogger logger, string problem);

        [LoggerMessage(713, LogLevel.Error, "The store refused {Count} questions, the last with {Code}: {Problem}",
            EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, long count, string code, string problem);

        [LoggerMessage(711, LogLevel.Warning, "The store is available again, after {Seconds:0.0} s.", EventName = nameof(Available))]
        public static partial void Available(ILogger logger, double seconds);
    }
}
