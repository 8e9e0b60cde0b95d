using System.Collections.Concurrent;
using System.Threading.Channels;
using Edge.Policy.Stores;
using Npgsql;
using NpgsqlTypes;

namespace Edge.Stores.Postgres;

/// <summary>
/// Brings the ends of calls to the database, many in one round trip, while nobody waits. Unbounded, but each entry is of a call that had
/// been allowed. Thread-safe.
/// </summary>
/// <remarks>
/// While the database does not answer, permits are kept and tried again: an Edge that lives would hold them for ever. What windows and
/// buckets would have got back is not tried again, because it may have arrived, and twice would be room that nobody gave: it counts.
/// </remarks>
internal sealed partial class Endings : IAsyncDisposable
{
    private const int AtOnce = 128;
    private const string ReleaseText = "DELETE FROM edge.permits WHERE edge = $1 AND seq = ANY ($2)";
    private const string LingerText =
        "UPDATE edge.permits p SET until = edge.time($2) + l.linger FROM unnest($3, $4) AS l (seq, linger) "
        + "WHERE p.edge = $1 AND p.seq = l.seq AND p.until IS NULL";
    private const string GiveBackText = "SELECT edge.give_back($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    private static readonly TimeSpan s_retryPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);

    private readonly Channel<Ending> _queue = Channel.CreateUnbounded<Ending>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<long, byte> _released = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly PostgresDatabase _database;
    private readonly SharedClock _time;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly long _edge;
    private readonly Task _pump;

    public Endings(PostgresDatabase database, SharedClock time, TimeProvider clock, ILogger logger, long edge)
    {
        (_database, _time, _clock, _logger, _edge) = (database, time, clock, logger, edge);
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>The permits that have been released, and are still in the database.</summary>
    public long[] Released => _released.IsEmpty ? [] : [.. _released.Keys];

    /// <summary>Adds something to do; nothing once disposed.</summary>
    public void Add(in Ending ending)
    {
        if (ending.Kind == EndingKind.Release)
            _released.TryAdd(ending.Permit, default);
        _queue.Writer.TryWrite(ending);
    }

    /// <summary>Until everything added before was done.</summary>
    public Task SettledAsync()
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_queue.Writer.TryWrite(new Ending { Kind = EndingKind.Mark, Settled = settled }))
            settled.SetResult();
        return settled.Task;
    }

    /// <summary>Does what is left to do, unless that takes long, and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _stopping.CancelAfter(s_patience);
        await _pump;
        _stopping.Dispose();
    }

    private async Task PumpAsync()
    {
        var batch = new List<Ending>(AtOnce);
        while (await _queue.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < AtOnce && _queue.Reader.TryRead(out var ending))
                batch.Add(ending);
            await FinishAsync(batch);
            foreach (var ending in batch)
            {
                if (ending.Kind == EndingKind.Release)
                    _released.TryRemove(ending.Permit, out _);
                ending.Settled?.TrySetResult();
            }
        }
    }

    private async Task FinishAsync(List<Ending> batch)
    {
        var gives = true;
        while (true)
        {
            try
            {
                await SendAsync(batch, gives);
                return;
            }
            catch (StoreUnavailableException)
            {
                var lost = gives ? batch.Count(e => e.Kind == EndingKind.GiveBack) : 0;
                if (lost > 0)
                    Log.NotGivenBack(_logger, lost);
                gives = false;
            }

            if (_stopping.IsCancellationRequested)
                return;
            await Task.Delay(s_retryPeriod, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task SendAsync(List<Ending> batch, bool gives)
    {
        var commands = new List<NpgsqlBatchCommand>();
        if (Of(batch, EndingKind.Release) is { Length: > 0 } released)
            commands.Add(Command(ReleaseText, Edge(), Take.Array([.. released.Select(e => e.Permit)], NpgsqlDbType.Bigint)));
        if (Of(batch, EndingKind.Linger) is { Length: > 0 } lingering)
        {
            commands.Add(Command(
                LingerText,
                Edge(),
                new NpgsqlParameter<long> { TypedValue = _time.Floor },
                Take.Array([.. lingering.Select(e => e.Permit)], NpgsqlDbType.Bigint),
                Take.Array([.. lingering.Select(e => e.Linger)], NpgsqlDbType.Bigint)));
        }

        if (gives && Of(batch, EndingKind.GiveBack) is { Length: > 0 } given)
            commands.Add(GiveBack(given));
        if (commands.Count == 0)
            return;
        await _database.AskAsync(StoreOperation.End, async source =>
        {
            await using var all = source.CreateBatch();
            foreach (var command in commands)
                all.BatchCommands.Add(command);
            return await all.ExecuteNonQueryAsync();
        });
    }

    private NpgsqlBatchCommand GiveBack(Ending[] given) => Command(
        GiveBackText,
        new NpgsqlParameter<long> { TypedValue = _time.Floor },
        Take.Array([.. given.Select(e => e.Key.Bytes)], NpgsqlDbType.Bytea),
        Take.Array([.. given.Select(e => e.Key.Lock)], NpgsqlDbType.Bigint),
        Take.Array([.. given.Select(e => Take.Number(e.Count.Limit.Algorithm))], NpgsqlDbType.Smallint),
        Take.Array([.. given.Select(e => e.Count.Limit.Window.Ticks)], NpgsqlDbType.Bigint),
        Take.Array([.. given.Select(e => e.Count.Limit.Max)], NpgsqlDbType.Numeric),
        Take.Array([.. given.Select(e => e.Count.Cost)], NpgsqlDbType.Numeric),
        Take.Array([.. given.Select(e => e.Count.TakenFrom)], NpgsqlDbType.Bigint),
        Take.Array([.. given.Select(e => e.Count.Used)], NpgsqlDbType.Numeric),
        Take.Array([.. given.Select(e => e.Count.GivenBackBefore)], NpgsqlDbType.Numeric));

    private NpgsqlParameter<long> Edge() => new() { TypedValue = _edge };

    private static NpgsqlBatchCommand Command(string text, params ReadOnlySpan<NpgsqlParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter);
        return command;
    }

    private static Ending[] Of(List<Ending> batch, EndingKind kind) => [.. batch.Where(e => e.Kind == kind)];

    private static partial class Log
    {
        [LoggerMessage(712, LogLevel.Warning, "{Count} counts keep what calls that reached no server had taken: the store is unavailable.",
            EventName = nameof(NotGivenBack))]
        public static partial void NotGivenBack(ILogger logger, int count);
    }
}
