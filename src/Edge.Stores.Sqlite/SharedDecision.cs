using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Counting;

namespace Edge.Stores.Sqlite;

/// <summary>One call before its counts in the file, within a transaction, while there are several processes.</summary>
internal sealed class SharedDecision
{
    private readonly SqliteSession _session;
    private readonly Reservation _reservation;
    private readonly long _process;
    private readonly long _now;
    private readonly CountKey[] _keys;
    private readonly CountState[] _states;

    // The permits of this process alone, of which the state above is a part.
    private readonly CountState[] _own;

    public SharedDecision(SqliteSession session, Reservation reservation, long process, long now)
    {
        (_session, _reservation, _process, _now) = (session, reservation, process, now);
        var counts = reservation.Counts;
        _keys = new CountKey[counts.Length];
        _states = new CountState[counts.Length];
        _own = new CountState[counts.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            _keys[i] = CountKey.Of(reservation.KeyOf(in counts[i]));
            Read(i);
        }
    }

    /// <summary>Takes all or none, and writes what the limits say.</summary>
    /// <param name="takes">Whether anything is taken at all.</param>
    /// <param name="brief">Whether the file has a count only while there are several processes.</param>
    /// <param name="wall">The time on the wall clock.</param>
    public void Decide(bool takes, Func<ReservedCount, bool> brief, DateTimeOffset wall)
    {
        _reservation.IsTaken = takes && HasRoom(shadow: false);
        _reservation.IsShadowTaken = _reservation.IsTaken && HasRoom(shadow: true);
        var counts = _reservation.Counts;
        for (var i = 0; i < counts.Length; i++)
        {
            if (_reservation.Holds(in counts[i]) && counts[i].Cost != 0)
                Take(i, ref counts[i], brief(counts[i]));
        }

        var report = new CountReport(_now, wall);
        for (var i = 0; i < _reservation.Charges.Length; i++)
        {
            var charge = _reservation.Charges[i];
            ref readonly var count = ref counts[charge.Count];
            var cost = _reservation.Holds(in count) ? 0 : count.Cost;
            _reservation.Statuses[i] = report.Of(in _states[charge.Count], charge.Limit, count.Used, cost, _now);
        }
    }

    private void Read(int index)
    {
        ref var count = ref _reservation.Counts[index];
        ref var state = ref _states[index];
        var algorithm = CountAlgorithm.Of(count.Limit.Algorithm);
        if (count.Limit.Algorithm != LimitAlgorithm.Concurrency)
        {
            state = CountTable.Find(_session, _keys[index].Bytes);
            count.Used = algorithm.Advance(ref state, count.Limit, _now);
            return;
        }

        ref var own = ref _own[index];
        own = CountTable.FindPermits(_session, _keys[index].Bytes, _process);
        algorithm.Advance(ref own, count.Limit, _now);
        state = own.Copy();
        foreach (var other in CountTable.FindPermitsOfOthers(_session, _keys[index].Bytes, _process))
        {
            var held = other;
            algorithm.Advance(ref held, count.Limit, _now);
            Concurrency.Join(ref state, in held);
        }

        count.Used = state.Used;
    }

    private bool HasRoom(bool shadow)
    {
        foreach (ref readonly var charge in _reservation.Charges)
        {
            ref readonly var count = ref _reservation.Counts[charge.Count];
            if (charge.Limit.Shadow == shadow && !CountAlgorithm.HasRoom(count.Used, count.Cost, charge.Limit.Capacity))
                return false;
        }

        return true;
    }

    private void Take(int index, ref ReservedCount count, bool brief)
    {
        var algorithm = CountAlgorithm.Of(count.Limit.Algorithm);
        algorithm.Take(ref _states[index], ref count, _now);
        count.Used = CountAlgorithm.Sum(count.Used, count.Cost);
        if (count.Limit.Algorithm == LimitAlgorithm.Concurrency)
        {
            algorithm.Take(ref _own[index], ref count, _now);
            CountTable.PutPermits(_session, _keys[index].Bytes, _process, in _own[index]);
        }
        else
        {
            CountTable.Put(_session, _keys[index].Bytes, in _states[index], brief);
        }
    }
}
