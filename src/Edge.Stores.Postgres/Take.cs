using System.Runtime.CompilerServices;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Counting;
using Edge.Policy.Limits.Shared;
using Npgsql;
using NpgsqlTypes;

namespace Edge.Stores.Postgres;

/// <summary>One call's question to the database, <c>edge.take</c>, and its answer. Not thread-safe.</summary>
/// <remarks>
/// The database reads, compares and takes. What the caller is told is worked out here, from what the database found, by the very code of
/// the memory store.
/// </remarks>
internal sealed partial class Take
{
    private const string Text = "SELECT * FROM edge.take($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";

    private const string LockText = "SELECT pg_advisory_xact_lock(s.l) FROM (SELECT DISTINCT l FROM unnest($1) l ORDER BY l) s";

    private readonly Reservation _reservation;
    private readonly bool _takes;
    private readonly byte[][] _keys;
    private readonly long[] _locks;
    private readonly short[] _algorithms;
    private readonly bool[] _shadow;
    private readonly long[] _windows;
    private readonly decimal[] _maxima;
    private readonly decimal[] _capacities;
    private readonly decimal[] _costs;
    private readonly long[] _permits;

    /// <summary>Prepares the question. Permits get their numbers, which the reservation keeps.</summary>
    public Take(Reservation reservation, bool takes, ref long lastPermit)
    {
        _reservation = reservation;
        _takes = takes;
        var counts = reservation.Counts;
        _keys = new byte[counts.Length][];
        _locks = new long[counts.Length];
        _algorithms = new short[counts.Length];
        _shadow = new bool[counts.Length];
        _windows = new long[counts.Length];
        _maxima = new decimal[counts.Length];
        _capacities = new decimal[counts.Length];
        _costs = new decimal[counts.Length];
        _permits = new long[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            ref var count = ref counts[i];
            var key = CountKey.Of(reservation.KeyOf(in count));
            _keys[i] = key.Bytes;
            _locks[i] = key.Lock;
            _algorithms[i] = Number(count.Limit.Algorithm);
            _shadow[i] = count.Limit.Shadow;
            _windows[i] = count.Limit.Window.Ticks;
            _maxima[i] = count.Limit.Max;
            _capacities[i] = decimal.MaxValue;
            _costs[i] = count.Cost;
            if (takes && IsPermit(in count))
                count.TakenFrom = _permits[i] = Interlocked.Increment(ref lastPermit);
        }

        // Several limits may read one count: the narrowest decides.
        foreach (ref readonly var charge in reservation.Charges)
            _capacities[charge.Count] = Math.Min(_capacities[charge.Count], charge.Limit.Capacity);
    }

    /// <summary>Whether any count is one of permits.</summary>
    public bool HasPermits => System.Array.IndexOf(_algorithms, Number(LimitAlgorithm.Concurrency)) >= 0;

    /// <summary>The locks of the counts.</summary>
    public long[] Locks => _locks;

    /// <summary>Whether the database was asked, so that it may have taken.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The numbers of the permits that the call may have been given.</summary>
    public IEnumerable<long> Permits => _permits.Where(permit => permit != 0);

    /// <summary>Whether <paramref name="count"/> is taken as a permit.</summary>
    public static bool IsPermit(in ReservedCount count) => count.Limit.Algorithm == LimitAlgorithm.Concurrency && count.Cost > 0;

    /// <summary>The number by which the database knows an algorithm; never changes.</summary>
    public static short Number(LimitAlgorithm algorithm) => algorithm switch
    {
        LimitAlgorithm.Fixed => 0,
        LimitAlgorithm.Sliding => 1,
        LimitAlgorithm.TokenBucket => 2,
        LimitAlgorithm.Concurrency => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "A new algorithm needs a way to count in the database."),
    };

    /// <summary>
    /// Asks for several calls in one round trip and one transaction, and writes the answers into the reservations; the time of the last.
    /// The permits <paramref name="ended"/> no longer count.
    /// </summary>
    public static async Task<long> AskAsync(
        NpgsqlDataSource source, IReadOnlyList<Take> takes, long edge, long floor, long lease, long[] ended)
    {
        await using var batch = source.CreateBatch();
        // Two transactions never wait for each other: each locks all counts first, in order. One call's function does that by itself.
        if (takes.Count > 1)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(LockText)
            {
                Parameters = { Array([.. takes.SelectMany(take => take.Locks)], NpgsqlDbType.Bigint) },
            });
        foreach (var take in takes)
            batch.BatchCommands.Add(take.Command(edge, floor, lease, ended));
        await using var reader = await batch.ExecuteReaderAsync();
        if (takes.Count > 1)
            await reader.NextResultAsync();
        var now = 0L;
        foreach (var take in takes)
        {
            now = await take.ReadAsync(reader);
            await reader.NextResultAsync();
        }

        // Only now is it committed.
        while (await reader.NextResultAsync())
        {
        }

        return now;
    }

    private NpgsqlBatchCommand Command(long edge, long floor, long lease, long[] ended, int times = 1)
    {
        var command = new NpgsqlBatchCommand(Text);
        var parameters = command.Parameters;
        parameters.Add(new NpgsqlParameter<bool> { TypedValue = _takes });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = edge });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = floor });
        parameters.Add(new NpgsqlParameter<long> { TypedValue = lease });
        parameters.Add(Array(_keys, NpgsqlDbType.Bytea));
        parameters.Add(Array(_locks, NpgsqlDbType.Bigint));
        parameters.Add(Array(_algorithms, NpgsqlDbType.Smallint));
        parameters.Add(Array(_shadow, NpgsqlDbType.Boolean));
        parameters.Add(Array(_windows, NpgsqlDbType.Bigint));
        parameters.Add(Array(_maxima, NpgsqlDbType.Numeric));
        parameters.Add(Array(_capacities, NpgsqlDbType.Numeric));
        parameters.Add(Array(System.Array.ConvertAll(_costs, cost => cost * times), NpgsqlDbType.Numeric));
        parameters.Add(Array(_permits, NpgsqlDbType.Bigint));
        parameters.Add(Array(ended, NpgsqlDbType.Bigint));
        WasAsked = true;
        return command;
    }

    private async Task<long> ReadAsync(NpgsqlDataReader reader)
    {
        var now = 0L;
        for (var i = 0; i < _keys.Length; i++)
        {
            if (!await reader.ReadAsync())
                throw new InvalidOperationException("the database answered for fewer counts than it was asked for");
            now = Read(reader, i);
        }

        return now;
    }

    /// <summary>An array as a parameter.</summary>
    public static NpgsqlParameter<T[]> Array<T>(T[] values, NpgsqlDbType type) =>
        new() { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type };

    private long Read(NpgsqlDataReader reader, int index)
    {
        var limit = _reservation.Counts[index].Limit;
        var (at, state, algorithm) = (reader.GetInt64(4), StateOf(reader, limit), CountAlgorithm.Of(limit.Algorithm));
        var used = algorithm.Advance(ref state, limit, at);
        Apply(reader, index, algorithm, ref state, used, at);
        return reader.GetInt64(0);
    }

    // What the database took of a count, and what its limits say then; how much is taken.
    private decimal Apply(
        NpgsqlDataReader reader, int index, CountAlgorithm algorithm, ref CountState state, decimal used, long at)
    {
        _reservation.IsTaken = reader.GetBoolean(2);
        _reservation.IsShadowTaken = reader.GetBoolean(3);
        ref var count = ref _reservation.Counts[index];
        count.Used = used;
        if (_reservation.Holds(in count) && count.Cost != 0)
        {
            algorithm.Take(ref state, ref count, at);
            count.Used = CountAlgorithm.Sum(count.Used, count.Cost);
        }

        var report = new CountReport(reader.GetInt64(0), DateTimeOffset.UnixEpoch.AddTicks(reader.GetInt64(1)));
        var cost = _reservation.Holds(in count) ? 0 : count.Cost;
        for (var i = 0; i < _reservation.Charges.Length; i++)
        {
            if (_reservation.Charges[i].Count == index)
                _reservation.Statuses[i] = report.Of(in state, _reservation.Charges[i].Limit, count.Used, cost, at);
        }

        return count.Used;
    }

    private static CountState StateOf(NpgsqlDataReader reader, CompiledLimit limit)
    {
        var more = reader.IsDBNull(7) ? null : reader.GetFieldValue<decimal[]>(7);
        var state = new CountState
        {
            Position = reader.GetInt64(5),
            Used = reader.GetDecimal(6),
            More = limit.Algorithm switch
            {
                LimitAlgorithm.Sliding => more,
                LimitAlgorithm.TokenBucket => new StrongBox<decimal>(more![0]),
                LimitAlgorithm.Concurrency => Lingering(more![0], reader),
                _ => null,
            },
        };
        if (limit.Algorithm == LimitAlgorithm.Sliding)
            state.IdleAt = SlidingWindow.IdleAtOf(in state, limit);
        return state;
    }

    private static LingeringPermits? Lingering(decimal held, NpgsqlDataReader reader)
    {
        if (reader.IsDBNull(8))
            return null;
        var lingering = new LingeringPermits();
        lingering.Add(held, reader.GetInt64(8));
        return lingering;
    }
}
