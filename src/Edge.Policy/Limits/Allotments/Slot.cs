namespace Edge.Policy.Limits.Allotments;

/// <summary>What this Edge has of one count: one allotment at most, and at most one on its way. Thread-safe.</summary>
internal sealed class Slot
{
    private Allotment? _current;
    private int _isFilling;

    /// <summary>What there is to take from.</summary>
    public Allotment? Current => Volatile.Read(ref _current);

    /// <summary>Until what is on its way has come.</summary>
    public Task Filling { get; set; } = Task.CompletedTask;

    /// <summary>Whether there is nothing, and nothing on its way.</summary>
    public bool IsUnused => Current is null && Volatile.Read(ref _isFilling) == 0;

    /// <summary>Puts one in the place of another, which is returned.</summary>
    public Allotment? Replace(Allotment? allotment) => Interlocked.Exchange(ref _current, allotment);

    /// <summary>Removes an allotment, if it is still this one.</summary>
    public bool TryRemove(Allotment allotment) => Interlocked.CompareExchange(ref _current, null, allotment) == allotment;

    /// <summary>Begins to fetch one; false while another is on its way.</summary>
    public bool TryBeginFilling() => Interlocked.Exchange(ref _isFilling, 1) == 0;

    /// <summary>It has come, or does not come.</summary>
    public void EndFilling() => Volatile.Write(ref _isFilling, 0);
}
