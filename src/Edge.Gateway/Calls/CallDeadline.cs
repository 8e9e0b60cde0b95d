namespace Edge.Gateway.Calls;

/// <summary>
/// Ends a call whose server says nothing for too long before its answer begins, or that must end by then, and passes on that the caller
/// left.
/// </summary>
internal sealed class CallDeadline : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenRegistration _left;
    private readonly CancellationTokenRegistration _ended;
    private readonly CancellationToken _callerLeft;
    private readonly CancellationToken _mustEnd;
    private volatile bool _answered;

    /// <summary>Starts to wait; an infinite <paramref name="silence"/> waits for the other two alone.</summary>
    /// <param name="silence">How long the server may say nothing.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="callerLeft">The caller left.</param>
    /// <param name="mustEnd">The call must end; an answer that has begun is ended in good order elsewhere.</param>
    public CallDeadline(TimeSpan silence, TimeProvider clock, CancellationToken callerLeft, CancellationToken mustEnd = default)
    {
        (_callerLeft, _mustEnd) = (callerLeft, mustEnd);
        _source = new CancellationTokenSource(silence, clock);
        _left = callerLeft.UnsafeRegister(static s => ((CancellationTokenSource)s!).Cancel(), _source);
        _ended = mustEnd.UnsafeRegister(static s => ((CallDeadline)s!).EndUnanswered(), this);
    }

    /// <summary>Ends when the server was silent for too long, or the caller left.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Whether the server's silence, and nothing else, ended the call.</summary>
    public bool Expired => _source.IsCancellationRequested && !_callerLeft.IsCancellationRequested && !EndedUnanswered;

    /// <summary>Whether the call had to end before its answer began.</summary>
    public bool EndedUnanswered => !_answered && _mustEnd.IsCancellationRequested;

    /// <summary>The answer began: from now on its body is watched instead.</summary>
    public void AnswerBegan()
    {
        _answered = true;
        _source.CancelAfter(Timeout.InfiniteTimeSpan);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _left.Dispose();
        _ended.Dispose();
        _source.Dispose();
    }

    private void EndUnanswered()
    {
        if (!_answered)
            _source.Cancel();
    }
}
