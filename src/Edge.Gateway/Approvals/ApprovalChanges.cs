namespace Edge.Gateway.Approvals;

/// <summary>
/// Tells those who wait that some approval changed, on this Edge or another: not which. Changes on other Edges are found by
/// <see cref="ApprovalKeeper"/>, while anybody listens. Thread-safe.
/// </summary>
internal sealed class ApprovalChanges
{
    private TaskCompletionSource _next = New();
    private int _listeners;

    /// <summary>Whether anybody waits.</summary>
    public bool HasListeners => Volatile.Read(ref _listeners) > 0;

    /// <summary>Completes with the next change after this call. Take it before you look, so that nothing falls in between.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Something changed.</summary>
    public void Notify() => Interlocked.Exchange(ref _next, New()).TrySetResult();

    /// <summary>Begins to listen, until the result is disposed.</summary>
    public IDisposable Listen() => new Listening(this);

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Listening : IDisposable
    {
        private ApprovalChanges? _changes;

        public Listening(ApprovalChanges changes)
        {
            _changes = changes;
            Interlocked.Increment(ref changes._listeners);
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _changes, null) is { } changes)
                Interlocked.Decrement(ref changes._listeners);
        }
    }
}
