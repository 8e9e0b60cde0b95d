using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Counting;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <content>What goes between memory and the file.</content>
internal sealed partial class SqliteLimitStore
{
    /// <inheritdoc />
    public void Share(SqliteSession session)
    {
        // 1: what is to be kept and may not be in the file yet
        Keeping? waiting;
        lock (_keeping)
            waiting = _next;
        foreach (var key in waiting?.Counts ?? [])
            Write(session, key);

        // 2: counts of the file that nobody has asked for; those of lengthy windows are still there
        lock (_claiming)
        {
            foreach (var (key, count) in _unclaimed)
            {
                if (count.IsPermits)
                    CountTable.PutPermits(session, key.Bytes, _database.Process, count.State);
                else
                    CountTable.Put(session, key.Bytes, count.State, brief: true);
            }
        }

        // 3: everything else
        foreach (var (key, algorithm, state) in _memory.CopyAll())
        {
            if (algorithm == LimitAlgorithm.Concurrency)
                CountTable.PutPermits(session, CountKey.Of(key).Bytes, _database.Process, in state);
            else
                CountTable.Put(session, CountKey.Of(key).Bytes, in state, brief: true);
        }

        CountTable.Saw(session, _time.Now(out _));
    }

    /// <inheritdoc />
    public void Own(SqliteSession session)
    {
        var counts = CountTable.ReadAll(session);
        var permits = CountTable.ReadAllPermits(session, _database.Process);

        session.Execute("DELETE FROM permits");
        session.Execute("DELETE FROM counts WHERE brief = 1");
        _time.NotBefore(CountTable.Latest(session));
        // Memory that was used before this process shared the file says nothing any more.
        _memory.Dispose();
        _memory = new MemoryLimitStore(_clock, _time);
        lock (_claiming)
        {
            _unclaimed.Clear();
            foreach (var (key, state) in counts)
                _unclaimed.Add(key, new Unclaimed(state, IsPermits: false));
            foreach (var (key, state) in permits)
                _unclaimed.Add(key, new Unclaimed(state, IsPermits: true));
            _hasUnclaimed = _unclaimed.Count > 0;
        }
    }

    // Moves counts that a call asks for from the file's keys to memory's.
    private void Claim(Reservation reservation)
    {
        if (!_hasUnclaimed)
            return;
        foreach (ref readonly var count in reservation.Counts)
            Claim(reservation.KeyOf(in count), count.Limit.Algorithm);
    }

    private void Claim(ReadOnlySpan<byte> key, LimitAlgorithm algorithm)
    {
        var name = CountKey.Of(key);
        lock (_claiming)
        {
            if (_unclaimed.Remove(name, out var count))
                _memory.Put(key, algorithm, count.State);
        }
    }

    // The counts of a reservation that are held and belong into the file; null without any.
    private List<byte[]>? KeptOf(Reservation reservation)
    {
        List<byte[]>? kept = null;
        foreach (ref readonly var count in reservation.Counts)
        {
            if (count.Cost != 0 && reservation.Holds(in count) && IsKept(count.Limit))
                (kept ??= new(1)).Add(reservation.KeyOf(in count).ToArray());
        }

        return kept;
    }

    // Those that come before the thread has begun share what it does next.
    private Task Keep(List<byte[]> kept)
    {
        Keeping next;
        bool isNew;
        lock (_keeping)
        {
            isNew = _next is null;
            next = _next ??= new Keeping(this);
            next.Counts.AddRange(kept);
        }

        if (isNew)
            _database.Post(next);
        return next.Done;
    }

    // As it stands now, with whatever other calls have taken meanwhile. One that is gone was idle.
    private void Write(SqliteSession session, byte[] key)
    {
        if (_memory.TryCopy(key, out var state))
            CountTable.Put(session, CountKey.Of(key).Bytes, in state, brief: false);
    }

    private readonly record struct Unclaimed(CountState State, bool IsPermits);

    /// <summary>Counts that are to be written, and who waits for that.</summary>
    private sealed class Keeping(SqliteLimitStore store) : SqliteWork
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public List<byte[]> Counts { get; } = [];

        public Task Done => _done.Task;

        public override StoreOperation Operation => StoreOperation.Take;

        public override void Run(SqliteSession session)
        {
            Release();
            // Once there are several processes, everything is in the file.
            if (store._database.IsShared)
                return;
            var written = new HashSet<CountKey>();
            foreach (var key in Counts)
            {
                var name = CountKey.Of(key);
                if (written.Add(name) && store._memory.TryCopy(key, out var state))
                    CountTable.Put(session, name.Bytes, in state, brief: false);
            }

            CountTable.Saw(session, store._time.Now(out _));
        }

        public override void Committed() => _done.TrySetResult();

        public override void Failed(StoreUnavailableException problem)
        {
            Release();
            _done.TrySetException(problem);
        }

        private void Release()
        {
            lock (store._keeping)
            {
                if (store._next == this)
                    store._next = null;
            }
        }
    }
}
