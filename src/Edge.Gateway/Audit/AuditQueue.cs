using System.Threading.Channels;

namespace Edge.Gateway.Audit;

/// <summary>The records that wait to be written: many writers, one reader. Thread-safe.</summary>
/// <remarks>
/// The bound is on what may be refused. The outcome of a call whose decision was taken always has room, because the call is on its way and
/// holds more memory than its record; so the queue is bounded by the capacity and the calls under way.
/// </remarks>
internal sealed class AuditQueue(int capacity)
{
    private readonly Channel<AuditEntry> _entries =
        Channel.CreateUnbounded<AuditEntry>(new UnboundedChannelOptions { SingleReader = true });
    private int _waiting;
    private int _looks;

    /// <summary>How many records wait.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    /// <summary>Whether a decision would be refused now.</summary>
    public bool IsFull => Waiting >= capacity;

    /// <summary>Puts a record behind the others; false when the queue is full, unless <paramref name="always"/>, or closed.</summary>
    public bool TryAdd(in AuditEntry entry, bool always)
    {
        if ((Interlocked.Increment(ref _waiting) <= capacity || always) && _entries.Writer.TryWrite(entry))
            return true;
        Interlocked.Decrement(ref _waiting);
        return false;
    }

    /// <summary>Says that a minute has passed.</summary>
    public void Tick() => _entries.Writer.TryWrite(new AuditEntry(AuditEntryKind.Tick, null, 0, null));

    /// <summary>Says that it is time to look at the folder, unless that was said and not heard yet.</summary>
    public void Look()
    {
        if (Interlocked.Exchange(ref _looks, 1) == 0)
            _entries.Writer.TryWrite(new AuditEntry(AuditEntryKind.Look, null, 0, null));
    }

    /// <summary>Nothing comes any more; what is there may still be taken.</summary>
    public void Close() => _entries.Writer.TryComplete();

    /// <summary>Waits until there is something to take; false when there never will be.</summary>
    public ValueTask<bool> WaitAsync() => _entries.Reader.WaitToReadAsync();

    /// <summary>Takes the next, if there is one.</summary>
    public bool TryTake(out AuditEntry entry)
    {
        if (!_entries.Reader.TryRead(out entry))
            return false;
        if (entry.IsRecord)
            Interlocked.Decrement(ref _waiting);
        else if (entry.Kind == AuditEntryKind.Look)
            Volatile.Write(ref _looks, 0);
        return true;
    }
}
