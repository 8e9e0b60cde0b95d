using System.Net.Sockets;
using Edge.Telemetry;
using Edge.Telemetry.Metrics;
using Npgsql;

namespace Edge.Stores.Postgres;

/// <summary>
/// The database: connections, bounded in number and time, and whether it answers. While it does not, everybody is told so at once and one
/// task tries again, so that a database that hangs holds up no more calls than were under way. Thread-safe.
/// </summary>
internal sealed partial class PostgresDatabase : IAsyncDisposable
{
    private static readonly TimeSpan s_probePeriod = TimeSpan.FromMilliseconds(250);

    private readonly TimeProvider _clock;
    private readonly ILogger<PostgresDatabase> _logger;
    private readonly EdgeMetrics? _metrics;
    private readonly CancellationTokenSource _stopping = new();
    private int _failed;
    private long _failedAt;

    public PostgresDatabase(StoreSettings settings, TimeProvider clock, ILogger<PostgresDatabase> logger, EdgeMetrics? metrics = null)
    {
        var connection = settings.Connection ?? throw new InvalidOperationException("There is no database to reach.");
        _clock = clock;
        _logger = logger;
        _metrics = metrics;
        CommandTimeout = settings.CommandTimeout;
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection.ConnectionString)
        {
            ApplicationName = connection.ApplicationName ?? "edge",
            MaxPoolSize = settings.MaxConnections,
            MinPoolSize = Math.Min(connection.MinPoolSize, settings.MaxConnections),
            Timeout = Seconds(settings.ConnectTimeout),
            CommandTimeout = Seconds(settings.CommandTimeout),
            // The database gives up as well, so that what timed out here is not taken there a moment later. Every statement of a function
            // must see what was committed before it.
            Options = string.Create(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{connection.Options} -c statement_timeout={settings.CommandTimeout.TotalMilliseconds:0} -c default_transaction_isolation=read\\ committed").TrimStart(),
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

    /// <summary>Whether the database answered when it was last asked.</summary>
    public bool IsAvailable => Volatile.Read(ref _failed) == 0;

    /// <summary>Asks the database, and measures it as <paramref name="operation"/>.</summary>
    /// <exception cref="StoreUnavailableException">It does not answer: what was asked may have been done or not.</exception>
    public async Task<T> AskAsync<T>(StoreOperation operation, Func<NpgsqlDataSource, Task<T>> question)
    {
        var asked = _metrics?.StoreAsked();
        try
        {
            return await AskAsync(question);
        }
        catch (StoreUnavailableException)
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
        if (!IsAvailable)
            throw new StoreUnavailableException("the database does not answer");
        try
        {
            return await question(Source);
        }
        catch (PostgresException e) when (!IsOutage(e))
        {
            // One question went wrong: that says nothing of the next.
            Log.Refused(_logger, e.SqlState, e.MessageText);
            throw new StoreUnavailableException("the database refused a question", e);
        }
        catch (Exception e) when (IsFailure(e))
        {
            Fail(e);
            throw new StoreUnavailableException("the database does not answer", e);
        }
    }

    // Connection, resources, intervention (a shutdown, a timeout), system: PostgreSQL, "Error Codes".
    private static bool IsOutage(PostgresException e) => e.SqlState.Length > 2 && e.SqlState[..2] is "08" or "53" or "57" or "58";

    private void Fail(Exception e)
    {
        if (Interlocked.Exchange(ref _failed, 1) != 0 || _stopping.IsCancellationRequested)
            return;
        _failedAt = _clock.GetTimestamp();
        Log.Unavailable(_logger, e.Message);
        _ = Task.Run(RecoverAsync);
    }

    private async Task RecoverAsync()
    {
        // Connections from before may be dead, and each would fail one call.
        Source.Clear();
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await using var probe = Source.CreateCommand("SELECT 1");
                await probe.ExecuteScalarAsync(_stopping.Token);
                Volatile.Write(ref _failed, 0);
                Log.Available(_logger, _clock.GetElapsedTime(_failedAt).TotalSeconds);
                return;
            }
            catch (Exception e) when (IsFailure(e) || e is OperationCanceledException)
            {
                // Still down.
                await Task.Delay(s_probePeriod, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static partial class Log
    {
        [LoggerMessage(710, LogLevel.Error, "The store is unavailable: {Problem}", EventName = nameof(Unavailable))]
        public static partial void Unavailable(ILogger logger, string problem);

        [LoggerMessage(713, LogLevel.Error, "The store refused a question ({Code}): {Problem}", EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, string code, string problem);

        [LoggerMessage(711, LogLevel.Warning, "The store is available again, after {Seconds:0.0} s.", EventName = nameof(Available))]
        public static partial void Available(ILogger logger, double seconds);
    }
}
