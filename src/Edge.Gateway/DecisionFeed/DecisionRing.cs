using Edge.Gateway.Calls;
using Edge.Gateway.Telemetry;

namespace Edge.Gateway.DecisionFeed;

/// <summary>
/// The newest decisions, in memory. A decision waits for nobody: it takes the next place, whoever looks at the others, and looking costs
/// the looker. What is not looked at in time is overwritten. Thread-safe.
/// </summary>
internal sealed class DecisionRing : ICallObserver
{
    private readonly DecisionSlot[] _slots;
    private readonly DecisionFeedSettings _settings;
    private readonly TimeProvider _clock;
    private long _last;

    /// <summary>Makes an empty ring.</summary>
    public DecisionRing(DecisionFeedSettings settings, TimeProvider clock)
    {
        _settings = settings;
        _clock = clock;
        _slots = new DecisionSlot[settings.RecentDecisions];
        for (var i = 0; i < _slots.Length; i++)
            _slots[i] = new DecisionSlot();
    }

    /// <summary>How many decisions fit.</summary>
    public int Capacity => _slots.Length;

    /// <summary>The number of the newest decision; 0 while there is none.</summary>
    public long Last => Interlocked.Read(ref _last);

    /// <summary>Keeps a decision, if it is one to keep.</summary>
    public ValueTask<bool> DecidedAsync(DecidedCall call)
    {
        if (RecordedCalls.Include(call))
            Add(call);
        return new(true);
    }

    /// <summary>Notes what became of a call whose decision was kept.</summary>
    public void Ended(EndedCall call)
    {
        if (call.State is not DecisionSlot slot)
            return;
        var end = new DecisionEnd(
            call.Call.Context.Response.StatusCode, call.SinceDecided, CallEnd.Of(call).ErrorType, call.Findings);
        lock (slot.Gate)
            slot.Close(call.DecisionId, end);
    }

    /// <summary>The decision of this number; null when it was overwritten, or is not there yet.</summary>
    public KeptDecision? Find(long sequence)
    {
        if (sequence <= 0)
            return null;
        var slot = SlotOf(sequence);
        lock (slot.Gate)
            return slot.Sequence == sequence ? slot.Read() : null;
    }

    /// <summary>The decision of this id; null when it was overwritten, or never was.</summary>
    public KeptDecision? Find(string id) => Newest().FirstOrDefault(decision => decision.Id == id);

    /// <summary>Every decision that is kept, the newest first; what is overwritten meanwhile is left out.</summary>
    public IEnumerable<KeptDecision> Newest()
    {
        var last = Last;
        for (var sequence = last; sequence > Math.Max(0, last - _slots.Length); sequence--)
        {
            if (Find(sequence) is { } decision)
                yield return decision;
        }
    }

    /// <summary>
    /// The decisions after number <paramref name="after"/>, oldest first, and how many of them are gone already. A decision that is just
    /// being written ends the list: it and what follows come the next time.
    /// </summary>
    public (List<KeptDecision> Decisions, long Lost, long Until) After(long after)
    {
        var last = Last;
        var first = Math.Max(after + 1, last - _slots.Length + 1);
        var lost = first - after - 1;
        var decisions = new List<KeptDecision>();
        for (var sequence = first; sequence <= last; sequence++)
        {
            var slot = SlotOf(sequence);
            lock (slot.Gate)
            {
                if (slot.Sequence < sequence)
                    return (decisions, lost, sequence - 1);
                if (slot.Sequence == sequence)
                    decisions.Add(slot.Read());
                else
                    lost++;
            }
        }

        return (decisions, lost, last);
    }

    /// <summary>The keys of the counts that the kept calls asked for, each once.</summary>
    public IReadOnlyCollection<byte[]> CountKeys()
    {
        var keys = new List<byte[]>();
        foreach (var slot in _slots)
        {
            lock (slot.Gate)
                slot.CopyKeys(keys);
        }

        return keys;
    }

    private void Add(DecidedCall call)
    {
        var sequence = Interlocked.Increment(ref _last);
        var slot = SlotOf(sequence);
        lock (slot.Gate)
        {
            // A writer that was held up for a whole round must not hide what came after it.
            if (slot.Sequence > sequence)
                return;
            slot.Fill(sequence, call, _clock.GetUtcNow(), _settings.KeepArguments);
        }

        call.State = slot;
    }

    private DecisionSlot SlotOf(long sequence) => _slots[(int)(sequence % _slots.Length)];
}
