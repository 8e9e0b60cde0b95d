using Edge.Gateway.Approvals;
using Edge.Gateway.Calls;
using Edge.Policy.Approvals;

namespace Edge.Gateway.Audit;

/// <summary>Records what was decided about messages, before they are forwarded, and what became of them. Thread-safe.</summary>
/// <param name="settings">What to record, and what to do where that is not possible.</param>
/// <param name="formatter">Makes the records.</param>
/// <param name="writer">Writes them; null when nothing is recorded.</param>
/// <param name="clock">The clock.</param>
internal sealed class AuditRecorder(AuditSettings settings, AuditFormatter formatter, AuditWriter? writer, TimeProvider clock)
    : ICallObserver, IApprovalObserver
{
    // A disk that hangs says nothing: longer than this no call waits for it.
    private static readonly TimeSpan CommitPatience = TimeSpan.FromSeconds(5);

    // What a call keeps whose decision was recorded: its outcome is recorded too.
    private static readonly object Recorded = new();

    /// <summary>Whether nothing may be decided without its record.</summary>
    public bool IsRequired => writer is not null && MustRecord;

    /// <summary>Whether anything is recorded.</summary>
    public bool IsOn => writer is not null;

    /// <summary>Whether the last write of records failed.</summary>
    public bool IsFailing => writer is { IsFailing: true };

    private bool MustRecord => settings.OnFailure == AuditFailureMode.Deny;

    /// <summary>Whether what happens now could be recorded, as far as the settings ask for that.</summary>
    public bool CanRecord => writer is null || !MustRecord || writer.IsReady;

    /// <summary>
    /// Records a decision if it is one to record; waits until it is on the disk where records are durable. False when it cannot be recorded
    /// and the settings forbid to go on without, also in shadow: that is no policy.
    /// </summary>
    public ValueTask<bool> DecidedAsync(DecidedCall call)
    {
        if (writer is null || !RecordedCalls.Include(call))
            return new(true);
        // Before it is looked at: a failure from here on is noticed, however the threads run.
        var failure = writer.Failure;
        if (MustRecord && !writer.IsReady)
            return new(Unrecorded(writer));
        var committed = settings.Durable ? new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously) : null;
        var entry = formatter.Decision(call, committed);
        if (!writer.TryAdd(entry, always: false))
        {
            entry.Release();
            return new(Unrecorded(writer));
        }

        call.State = Recorded;
        return committed is null ? new(true) : WaitAsync(committed.Task, failure, call.Call.Context.RequestAborted);
    }

    /// <summary>Records what became of a message whose decision was recorded.</summary>
    public void Ended(EndedCall call)
    {
        if (writer is null || call.State != Recorded)
            return;
        var entry = formatter.Outcome(call);
        if (writer.TryAdd(entry, always: MustRecord))
            return;
        entry.Release();
        writer.CountDropped(1);
    }

    /// <summary>Records what a person answered; ask <see cref="CanRecord"/> first.</summary>
    public void Changed(ApprovalOutcome outcome, Approval? approval)
    {
        if (writer is not null && approval is not null && outcome is (ApprovalOutcome.Approved or ApprovalOutcome.Denied))
            AddAct(writer, formatter.Answer(approval));
    }

    /// <summary>
    /// Records what was done to what rules calls. For what must not happen unrecorded, ask <see cref="CanRecord"/> first; what must happen
    /// all the same is recorded as soon as there is room.
    /// </summary>
    public void Administered(AdminAct act)
    {
        if (writer is not null)
            AddAct(writer, formatter.Admin(act));
    }

    // What people do is rare, and always has room.
    private void AddAct(AuditWriter open, in AuditEntry entry)
    {
        if (open.TryAdd(entry, always: MustRecord))
            return;
        entry.Release();
        open.CountDropped(1);
    }

    private async ValueTask<bool> WaitAsync(Task<bool> committed, Task failure, CancellationToken callerLeft)
    {
        await Task.WhenAny(committed, failure, Task.Delay(CommitPatience, clock, callerLeft));
        callerLeft.ThrowIfCancellationRequested();
        var recorded = committed.IsCompletedSuccessfully && await committed;
        if (!recorded && MustRecord)
            writer!.CountRefused();
        return recorded || !MustRecord;
    }

    private bool Unrecorded(AuditWriter full)
    {
        if (MustRecord)
            full.CountRefused();
        else
            full.CountDropped(2);
        return !MustRecord;
    }
}
