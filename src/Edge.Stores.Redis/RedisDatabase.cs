using Edge.Policy.Stores;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>
/// Redis: one connection on which questions follow each other without waiting for answers, and whether it answers. While it does not,
/// everybody is told so at once and one task tries again. Thread-safe.
/// </summary>
internal sealed partial class RedisDatabase(
    RedisSettings settings, TimeProvider clock, ILogger<RedisDatabase> logger, IStoreObserver? observer = null) : IAsyncDisposable
{
    private static readonly TimeSpan s_probePeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_tellAgain = TimeSpan.FromSeconds(10);

    // A connection that is open, and leads to a server that is silent or no longer the master, is not mended by trying it again.
    private const int ProbesOfOneConnection = 8;

    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _telling = new();
    private ConnectionMultiplexer? _connection;
    private int _failed;
    private long? _toldAt;
    private long? _refusedAt;
    private long _refused;

    /// <summary>How long Redis may take for one answer.</summary>
    public TimeSpan Timeout { get; } = TimeSpan.FromMilliseconds(settings.Connection.AsyncTimeout);

    /// <summary>Whether Redis answered when it was last asked.</summary>
    public bool IsAvailable => Volatile.Read(ref _failed) == 0;

    /// <summary>Asks something that only an available Redis does, to know whether it is; set by the store.</summary>
    public Func<Task>? Probe { get; set; }

    /// <summary>Opens the connection.</summary>
    /// <exception cref="RedisException">Redis cannot be reached or does not let Edge in.</exception>
    public async Task ConnectAsync() => _connection = await ConnectionMultiplexer.ConnectAsync(settings.Connection);

    /// <summary>Runs a script, and measures it as <paramref name="operation"/>.</summary>
    /// <exception cref="StoreUnavailableException">
    /// Redis does not answer: what was asked may have been done or not. Or it refused.
    /// </exception>
    public async Task<RedisResult> AskAsync(StoreOperation operation, RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        var asked = observer?.StoreAsked();
        try
        {
            if (!IsAvailable)
                throw new StoreUnavailableException("Redis does not answer");
            return await AskAsync(script, keys, arguments);
        }
        catch (StoreUnavailableException e) when (e.IsOutage)
        {
            observer?.StoreFailed(operation);
            throw;
        }
        finally
        {
            observer?.StoreAnswered(operation, asked);
        }
    }

    /// <summary>Runs a script as it is, whether or not Redis answered before.</summary>
    public async Task<RedisResult> RunAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        var database = Connection.GetDatabase();
        try
        {
            return await database.ScriptEvaluateAsync(script.Hash, keys, arguments);
        }
        catch (RedisServerException e) when (RedisErrors.IsUnknownScript(e))
        {
            // Not loaded yet, or forgotten: a restart, SCRIPT FLUSH, another node of the cluster. EVAL loads it.
            return await database.ScriptEvaluateAsync(script.Text, keys, arguments, CommandFlags.NoScriptCache);
        }
    }

    /// <summary>The connection; nothing may be asked before it is open.</summary>
    public ConnectionMultiplexer Connection =>
        Volatile.Read(ref _connection) ?? throw new InvalidOperationException("The store has not been started.");

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        if (_connection is { } connection)
            await connection.DisposeAsync();
    }

    private async Task<RedisResult> AskAsync(RedisScript script, RedisKey[] keys, RedisValue[] arguments)
    {
        try
        {
            return await RunAsync(script, keys, arguments);
        }
        catch (Exception e) when (RedisErrors.IsFailure(e))
        {
            if (RedisErrors.IsOfTheQuestion(e))
            {
                TellRefused(e);
                throw new StoreUnavailableException("Redis refused a question", e) { Problem = StoreProblem.Refused };
            }

            Fail(e);
            throw new StoreUnavailableException("Redis does not answer", e);
        }
    }

    private void Fail(Exception e)
    {
        if (Interlocked.Exchange(ref _failed, 1) != 0 || _stopping.IsCancellationRequested)
            return;
        var failedAt = clock.GetTimestamp();
        _ = Task.Run(() => RecoverAsync(e.Message, failedAt, Tell(e.Message)));
    }

    private bool Tell(string problem)
    {
        lock (_telling)
        {
            if (_toldAt is { } at && clock.GetElapsedTime(at) < s_tellAgain)
                return false;
            _toldAt = clock.GetTimestamp();
        }

        Log.Unavailable(logger, problem);
        return true;
    }

    private void TellRefused(Exception e)
    {
        long count;
        lock (_telling)
        {
            _refused++;
            if (_refusedAt is { } at && clock.GetElapsedTime(at) < s_tellAgain)
                return;
            _refusedAt = clock.GetTimestamp();
            (count, _refused) = (_refused, 0);
        }

        Log.Refused(logger, count, RedisErrors.CodeOf(e), e.Message);
    }

    private async Task RecoverAsync(string problem, long failedAt, bool isTold)
    {
        for (var probes = 1; !_stopping.IsCancellationRequested; probes++)
        {
            try
            {
                if (probes % ProbesOfOneConnection == 0)
                    await ReconnectAsync();
                await Probe!();
                Volatile.Write(ref _failed, 0);
                if (isTold)
                    Log.Available(logger, clock.GetElapsedTime(failedAt).TotalSeconds);
                return;
            }
            catch (Exception e) when (RedisErrors.IsFailure(e))
            {
                // Still down.
                isTold = isTold || Tell(problem);
                await Task.Delay(s_probePeriod, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ReconnectAsync()
    {
        var fresh = await ConnectionMultiplexer.ConnectAsync(settings.Connection);
        var old = Interlocked.Exchange(ref _connection, fresh);
        if (_stopping.IsCancellationRequested)
            await fresh.DisposeAsync();
        // Nobody waits for its answers for longer than a timeout.
        if (old is not null)
            _ = DisposeLaterAsync(old);
    }

    private async Task DisposeLaterAsync(ConnectionMultiplexer old)
    {
        await Task.Delay(Timeout, clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await old.DisposeAsync();
    }

    private static partial class Log
    {
        [LoggerMessage(715, LogLevel.Error, "Redis is unavailable: {Problem}", EventName = nameof(Unavailable))]
        public static partial void Unavailable(ILogger logger, string problem);

        [LoggerMessage(716, LogLevel.Error, "Redis refused {Count} questions, the last with {Code}: {Problem}",
            EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, long count, string code, string problem);

        [LoggerMessage(717, LogLevel.Warning, "Redis is available again, after {Seconds:0.0} s.", EventName = nameof(Available))]
        public static partial void Available(ILogger logger, double seconds);
    }
}
