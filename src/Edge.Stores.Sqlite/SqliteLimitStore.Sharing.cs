using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Counting;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <content>What is asked of the file, and not of memory.</content>
internal sealed partial class SqliteLimitStore
{
    /// <summary>One call before its limits.</summary>
    private sealed class Asking(SqliteLimitStore store, Reservation reservation, bool takes) : SqliteWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _isDecidedInMemory;

        public Task Done => _done.Task;

        public override StoreOperation Operation => takes ? StoreOperation.Take : StoreOperation.Look;

        public override void Run(SqliteSession session)
        {
            // This process may have become alone since the call came: then memory has read the file, and speaks for it.
            if (!store._database.IsShared)
            {
                DecideInMemory(session);
                return;
            }

            var now = Math.Max(store._time.Now(out var wall), CountTable.Latest(session));
            var decision = new SharedDecision(session, reservation, store._database.Process, now);
            decision.Decide(takes, count => !store.IsKept(count.Limit), wall);
            if (reservation.IsTaken)
                CountTable.Saw(session, now);
        }

        public override void Committed() => _done.TrySetResult();

        public override void Failed(StoreUnavailableException problem)
        {
            if (_isDecidedInMemory && reservation.IsTaken)
                store.End(reservation, ReservationEnd.GivenBack);
            _done.TrySetException(problem);
        }

        private void DecideInMemory(SqliteSession session)
        {
            if (!_isDecidedInMemory)
            {
                store.Claim(reservation);
                if (takes)
                    store._memory.Take(reservation);
                else
                    store._memory.Look(reservation);
                _isDecidedInMemory = true;
            }

            foreach (var count in reservation.IsTaken ? store.KeptOf(reservation) ?? [] : [])
                store.Write(session, count);
        }
    }

    /// <summary>What an ended call returns.</summary>
    private sealed class Ends : SqliteWork
    {
        private readonly SqliteLimitStore _store;
        private readonly ReservationEnd _end;
        private readonly List<(byte[] Key, ReservedCount Count)> _counts = [];

        public Ends(SqliteLimitStore store, Reservation reservation, ReservationEnd end)
        {
            (_store, _end) = (store, end);
            foreach (ref readonly var count in reservation.Counts)
            {
                var isPermit = count.Limit.Algorithm == LimitAlgorithm.Concurrency;
                if (count.Cost != 0 && reservation.Holds(in count) && (isPermit || end == ReservationEnd.GivenBack))
                    _counts.Add((reservation.KeyOf(in count).ToArray(), count));
            }
        }

        public override StoreOperation Operation => StoreOperation.End;

        // A permit that stayed would be held for ever.
        public override bool IsPatient => true;

        /// <summary>Whether there is anything to return.</summary>
        public bool HasAny => _counts.Count > 0;

        public override void Run(SqliteSession session)
        {
            if (!_store._database.IsShared)
                return;
            var now = Math.Max(_store._time.Now(out _), CountTable.Latest(session));
            foreach (var (key, count) in _counts)
            {
                var name = CountKey.Of(key).Bytes;
                if (count.Limit.Algorithm == LimitAlgorithm.Concurrency)
                {
                    var own = CountTable.FindPermits(session, name, _store._database.Process);
                    CountAlgorithm.End(ref own, in count, _end, now);
                    CountTable.PutPermits(session, name, _store._database.Process, in own);
                }
                else if (session.Find("SELECT state FROM counts WHERE key = $1", name) is byte[] bytes)
                {
                    var state = CountBytes.Read(bytes);
                    CountAlgorithm.End(ref state, in count, _end, now);
                    CountTable.Put(session, name, in state, brief: true);
                }
            }
        }

        public override void Committed()
        {
            if (_store._database.IsShared)
                return;
            // This process has become alone since the call ended.
            foreach (var (key, count) in _counts)
            {
                _store.Claim(key, count.Limit.Algorithm);
                _store._memory.End(key, in count, _end);
            }
        }
    }
}
