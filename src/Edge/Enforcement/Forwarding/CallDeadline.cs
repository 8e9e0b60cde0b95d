namespace Edge.Enforcement.Forwarding;

/// <summary>Ends a call whose server says nothing for too long before its answer begins, and passes on that the caller left.</summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _left;
    private readonly CancellationToken _callerLeft;

    /// <summary>Starts to wait; an infinite <paramref name="silence"/> only passes on that the caller left.</summary>
    public CallDeadline(TimeSpan silence, TimeProvider clock, CancellationToken callerLeft)
    {
        _callerLeft = callerLeft;
        _source = new CancellationTokenSource(silence, clock);
        _left = callerLeft.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _source);
    }

    /// <summary>Ends when the server was silent for too long, or the caller left.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the server's silence, and nothing else, ended the call.</summary>
    public bool Expired => _source.IsCancellationRequested && !_callerLeft.IsCancellationRequested;

    /// <summary>The answer began: from now on its body is watched instead.</summary>
    public void AnswerBegan() => _source.CancelAfter(Timeout.InfiniteTimeSpan);

    /// <inheritdoc />
    public void Dispose()
    {
        _left.Dispose();
        _source.Dispose();
    }
}
