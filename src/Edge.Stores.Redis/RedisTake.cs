using System.Runtime.CompilerServices;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Counting;
using Edge.Policy.Limits.Shared;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>One call's question to Redis, <c>take.lua</c>, and its answer. Not thread-safe.</summary>
/// <remarks>
/// The script reads, compares and takes. What the caller is told is worked out here, from what the script found, by the very code of the
/// memory store.
/// </remarks>
internal sealed class RedisTake
{
    private const int Fixed = 10;
    private const int OfOneCount = 9;
    private const int HeadOfAnswer = 7;
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(1);

    private readonly Reservation _reservation;
    private readonly bool _takes;
    private readonly int[] _scales;
    private readonly RedisKey[] _keys;

    /// <summary>
    /// Prepares the question. Permits get their numbers, which the reservation keeps; costs are rounded up to what is counted.
    /// </summary>
    public RedisTake(Reservation reservation, bool takes, ref long lastPermit)
    {
        (_reservation, _takes) = (reservation, takes);
        var counts = reservation.Counts;
        _scales = new int[counts.Length];
        _keys = new RedisKey[counts.Length + 2];
        (_keys[0], _keys[1]) = (RedisKeys.Epoch, RedisKeys.Edges);
        for (var i = 0; i < counts.Length; i++)
        {
            ref var count = ref counts[i];
            _keys[i + 2] = RedisKeys.Count(CountKey.Of(reservation.KeyOf(in count)));
            _scales[i] = RedisScale.Of(RedisScale.WidestOf(reservation, i));
            RoundUp(ref count, _scales[i]);
            if (takes && IsPermit(in count))
            {
                count.TakenFrom = Interlocked.Increment(ref lastPermit);
                HasPermits = true;
            }
        }
    }

    /// <summary>Whether any permit is taken.</summary>
    public bool HasPermits { get; }

    /// <summary>The keys: the epoch, the Edges, then one a count.</summary>
    public RedisKey[] Keys => _keys;

    /// <summary>The keys of counts whose permits are taken.</summary>
    public IEnumerable<RedisKey> PermitKeys
    {
        get
        {
            for (var i = 0; i < _scales.Length; i++)
            {
                if (IsPermit(in _reservation.Counts[i]) && _reservation.Holds(in _reservation.Counts[i]))
                    yield return _keys[i + 2];
            }
        }
    }

    /// <summary>Whether <paramref name="count"/> is taken as a permit.</summary>
    public static bool IsPermit(in ReservedCount count) => count.Limit.Algorithm == LimitAlgorithm.Concurrency && count.Cost > 0;

    /// <summary>The number by which scripts know an algorithm; never changes.</summary>
    public static int Number(LimitAlgorithm algorithm) => algorithm switch
    {
        LimitAlgorithm.Fixed => 0,
        LimitAlgorithm.Sliding => 1,
        LimitAlgorithm.TokenBucket => 2,
        LimitAlgorithm.Concurrency => 3,
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "A new algorithm needs a way to count in Redis."),
    };

    /// <summary>The script's arguments.</summary>
    /// <param name="edge">What every script is told first.</param>
    /// <param name="lease">How long permits outlive their Edge's last sign of life.</param>
    /// <param name="latest">The latest time at which to take, in microseconds since 1970.</param>
    /// <param name="onLoss">What becomes of counts that may be lost.</param>
    /// <param name="ended">Permits of this Edge that no longer count.</param>
    public RedisValue[] Arguments(ReadOnlySpan<RedisValue> edge, TimeSpan lease, long latest, LossMode onLoss, long[] ended)
    {
        var values = new RedisValue[Fixed + ended.Length + OfOneCount * _scales.Length];
        edge.CopyTo(values);
        values[5] = _takes ? 1 : 0;
        values[6] = Microseconds(lease);
        values[7] = latest;
        values[8] = onLoss == LossMode.Deny ? 1 : 0;
        values[9] = ended.Length;
        var at = Fixed;
        foreach (var permit in ended)
            values[at++] = permit;
        for (var i = 0; i < _scales.Length; i++)
        {
            ref readonly var count = ref _reservation.Counts[i];
            var (scale, narrowest) = (_scales[i], decimal.MaxValue);
            foreach (ref readonly var charge in _reservation.Charges)
            {
                if (charge.Count == i)
                    narrowest = Math.Min(narrowest, charge.Limit.Capacity);
            }

            values[at++] = Number(count.Limit.Algorithm);
            values[at++] = count.Limit.Shadow ? 1 : 0;
            values[at++] = Microseconds(count.Limit.Window);
            values[at++] = scale;
            values[at++] = RedisScale.Down(count.Limit.Max, scale);
            values[at++] = RedisScale.Down(narrowest, scale);
            values[at++] = RedisScale.Down(RedisScale.WidestOf(_reservation, i), scale);
            values[at++] = RedisScale.Up(count.Cost, scale);
            values[at++] = IsPermit(in count) ? count.TakenFrom : 0;
        }

        return values;
    }

    /// <summary>Writes the answer into the reservation.</summary>
    public void Read(RedisAnswer answer)
    {
        answer.Skip(HeadOfAnswer);
        _reservation.IsTaken = answer.IsTaken;
        _reservation.IsShadowTaken = answer.IsShadowTaken;
        var report = new CountReport(answer.Now * TimeSpan.TicksPerMicrosecond, answer.Wall);
        for (var i = 0; i < _scales.Length; i++)
            Read(answer, i, in report);
        if (_takes && !_reservation.IsTaken)
            Name(shadow: false);
        else if (_takes && !_reservation.IsShadowTaken)
            Name(shadow: true);
    }

    /// <summary>A time span for scripts, rounded up.</summary>
    public static long Microseconds(TimeSpan time) => (time.Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;

    private void Read(RedisAnswer answer, int index, in CountReport report)
    {
        ref var count = ref _reservation.Counts[index];
        var at = answer.Next() * TimeSpan.TicksPerMicrosecond;
        var place = answer.Next();
        var scale = (int)answer.Next();
        RoundUp(ref count, scale);
        var state = StateOf(answer, count.Limit.Algorithm, place, scale);
        if (count.Limit.Algorithm == LimitAlgorithm.Sliding)
            state.IdleAt = SlidingWindow.IdleAtOf(in state, count.Limit);
        var algorithm = CountAlgorithm.Of(count.Limit.Algorithm);
        count.Used = algorithm.Advance(ref state, count.Limit, at);
        if (_reservation.Holds(in count) && count.Cost != 0)
        {
            var permit = count.TakenFrom;
            algorithm.Take(ref state, ref count, at);
            if (IsPermit(in count))
                count.TakenFrom = permit;
            count.Used = CountAlgorithm.Sum(count.Used, count.Cost);
        }

        var cost = _reservation.Holds(in count) ? 0 : count.Cost;
        for (var i = 0; i < _reservation.Charges.Length; i++)
        {
            if (_reservation.Charges[i].Count == index)
                _reservation.Statuses[i] = WholeMicroseconds(report.Of(in state, _reservation.Charges[i].Limit, count.Used, cost, at));
        }
    }

    private static CountState StateOf(RedisAnswer answer, LimitAlgorithm algorithm, long place, int scale)
    {
        var state = new CountState
        {
            Position = algorithm == LimitAlgorithm.TokenBucket ? place * TimeSpan.TicksPerMicrosecond : place,
            Used = RedisScale.Amount(answer.Next(), scale),
        };
        var more = new long[answer.Next()];
        for (var i = 0; i < more.Length; i++)
            more[i] = answer.Next();
        state.More = algorithm switch
        {
            LimitAlgorithm.Sliding => Array.ConvertAll(more, units => RedisScale.Amount(units, scale)),
            // As the script keeps it: nobody else reads it.
            LimitAlgorithm.TokenBucket => new StrongBox<decimal>((decimal)more[0] * RedisEndings.High + more[1]),
            LimitAlgorithm.Concurrency => Lingering(RedisScale.Amount(more[0], scale), more[1]),
            _ => null,
        };
        return state;
    }

    // Redis' clock knows no smaller part: who came back within it would be too early.
    private static LimitStatus WholeMicroseconds(LimitStatus status) => status with
    {
        ResetAfter = Whole(status.ResetAfter),
        RetryAfter = Whole(status.RetryAfter),
        ResetAt = status.ResetAt is { } at && Whole(status.ResetAfter) - status.ResetAfter is { } rest
            && rest <= DateTimeOffset.MaxValue - at
            ? at + rest
            : status.ResetAt,
    };

    private static TimeSpan? Whole(TimeSpan? time) => time is { } span && span.Ticks % TimeSpan.TicksPerMicrosecond is var part and not 0
        && span < TimeSpan.MaxValue - TimeSpan.FromMicroseconds(1)
            ? span + new TimeSpan(TimeSpan.TicksPerMicrosecond - part)
            : time;

    private static LingeringPermits? Lingering(decimal held, long first)
    {
        if (first == 0)
            return null;
        var lingering = new LingeringPermits();
        lingering.Add(held, first * TimeSpan.TicksPerMicrosecond);
        return lingering;
    }

    // More than any limit holds stays as it is: it never fits.
    private static void RoundUp(ref ReservedCount count, int scale)
    {
        if (!RedisScale.IsExact(count.Cost, scale) && RedisScale.Up(count.Cost, scale) is var units && units <= RedisScale.MostUnits)
            count.Cost = RedisScale.Amount(units, scale);
    }

    // The script had no room where decimals have some: only for a count that is kept in fewer places than its limit has, after the policy
    // was changed. The first such limit is named, for a second.
    private void Name(bool shadow)
    {
        var named = -1;
        for (var i = 0; i < _reservation.Charges.Length; i++)
        {
            if (_reservation.Charges[i].Limit.Shadow != shadow)
                continue;
            if (_reservation.Statuses[i].State == LimitState.Over)
                return;
            if (named < 0 && _reservation.Counts[_reservation.Charges[i].Count].Cost > 0)
                named = i;
        }

        if (named >= 0)
            _reservation.Statuses[named] = _reservation.Statuses[named] with { State = LimitState.Over, RetryAfter = s_soon };
    }
}
