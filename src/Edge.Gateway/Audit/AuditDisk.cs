namespace Edge.Gateway.Audit;

/// <summary>Whether records can be written now, and a signal for those who wait. One loop tells; asking is thread-safe.</summary>
internal sealed class AuditDisk
{
    private TaskCompletionSource _failed = New();
    private volatile bool _isFailing;

    /// <summary>Whether the last write failed.</summary>
    public bool IsFailing => _isFailing;

    /// <summary>Completes with the next failure; complete while writes fail.</summary>
    public Task Failure => Volatile.Read(ref _failed).Task;

    /// <summary>A write failed. Whether the one before had not.</summary>
    public bool Fail()
    {
        if (_isFailing)
            return false;
        _isFailing = true;
        _failed.TrySetResult();
        return true;
    }

    /// <summary>A write succeeded. Whether the one before had failed.</summary>
    public bool Recover()
    {
        if (!_isFailing)
            return false;
        Volatile.Write(ref _failed, New());
        _isFailing = false;
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
