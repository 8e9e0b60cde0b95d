using Edge.Policy.Approvals;

namespace Edge.Gateway.Approvals;

/// <summary>
/// Tells everybody what happened to an approval: the log, the metrics, the audit, the webhook, and those who wait. Thread-safe.
/// </summary>
internal sealed partial class ApprovalRecorder(
    IEnumerable<IApprovalObserver> observers, ApprovalChanges changes, IApprovalNotifier notices, ILogger<ApprovalRecorder> logger)
{
    private readonly IApprovalObserver[] _observers = [.. observers];

    /// <summary>Whether a person's answer could be recorded now.</summary>
    public bool CanRecord => _observers.All(static observer => observer.CanRecord);

    /// <summary>A call asked for a new approval.</summary>
    public void Requested(Approval approval)
    {
        Log.Requested(logger, approval.Binding.Tool, approval.Binding.Server, approval.Binding.Grant, approval.Id);
        Tell(approval, ApprovalOutcome.Requested);
    }

    /// <summary>A call could not ask for an approval.</summary>
    public void Refused(string tool, string server, string grant, string why)
    {
        Observe(ApprovalOutcome.Refused, null);
        Log.Refused(logger, tool, server, grant, why);
    }

    /// <summary>A person answered.</summary>
    public void Answered(Approval approval)
    {
        var by = approval.AnsweredBy ?? "";
        if (approval.State == ApprovalState.Denied)
            Log.Denied(logger, by, approval.Id, approval.Binding.Tool, approval.Binding.Grant, approval.Reason ?? "no reason given");
        else
            Log.Approved(logger, by, approval.Id, approval.Binding.Tool, approval.Binding.Grant, approval.Reason ?? "no reason given");
        Tell(approval, approval.State == ApprovalState.Denied ? ApprovalOutcome.Denied : ApprovalOutcome.Approved);
    }

    /// <summary>An approval was found to be over.</summary>
    public void Expired(Approval approval)
    {
        Log.Expired(logger, approval.Id, approval.Binding.Tool, approval.Binding.Grant);
        Tell(approval, ApprovalOutcome.Expired);
    }

    /// <summary>A call used an approval.</summary>
    public void Consumed(Approval approval) => Count(approval, ApprovalOutcome.Consumed);

    /// <summary>A call that used an approval reached no server.</summary>
    public void GivenBack(Approval approval) => Count(approval, ApprovalOutcome.GivenBack);

    /// <summary>A call that reached no server could not give its approval back: it stays used.</summary>
    public void NotGivenBack(string id) => Log.NotGivenBack(logger, id);

    private void Tell(Approval approval, ApprovalOutcome outcome)
    {
        Observe(outcome, approval);
        try
        {
            notices.Send(approval, outcome);
        }
        // Whatever a notifier of the host throws, the approval is as it is.
        catch (Exception e)
        {
            Log.NotifierFailed(logger, e, notices.GetType().Name, approval.Id);
        }

        changes.Notify();
    }

    private void Count(Approval approval, ApprovalOutcome outcome)
    {
        Observe(outcome, approval);
        Log.Used(logger, approval.Id, outcome, approval.Used);
        changes.Notify();
    }

    private void Observe(ApprovalOutcome outcome, Approval? approval)
    {
        foreach (var observer in _observers)
            observer.Changed(outcome, approval);
    }

    private static partial class Log
    {
        [LoggerMessage(1000, LogLevel.Information, "'{Tool}' on '{Server}' from '{Grant}' waits for a person: approval {Approval}.",
            EventName = nameof(Requested))]
        public static partial void Requested(ILogger logger, string tool, string server, string grant, string approval);

        [LoggerMessage(1001, LogLevel.Warning, "'{Tool}' on '{Server}' from '{Grant}' needs an approval that cannot be requested: {Why}.",
            EventName = nameof(Refused))]
        public static partial void Refused(ILogger logger, string tool, string server, string grant, string why);

        [LoggerMessage(1002, LogLevel.Information, "User '{User}' approved {Approval}, '{Tool}' from '{Grant}': {Reason}.",
            EventName = nameof(Approved))]
        public static partial void Approved(ILogger logger, string user, string approval, string tool, string grant, string reason);

        [LoggerMessage(1003, LogLevel.Information, "User '{User}' denied {Approval}, '{Tool}' from '{Grant}': {Reason}.",
            EventName = nameof(Denied))]
        public static partial void Denied(ILogger logger, string user, string approval, string tool, string grant, string reason);

        [LoggerMessage(1004, LogLevel.Information, "Approval {Approval} of '{Tool}' from '{Grant}' expired.", EventName = nameof(Expired))]
        public static partial void Expired(ILogger logger, string approval, string tool, string grant);

        [LoggerMessage(1005, LogLevel.Debug, "Approval {Approval}: {Outcome}, used by {Used} calls.", EventName = nameof(Used))]
        public static partial void Used(ILogger logger, string approval, ApprovalOutcome outcome, int used);

        [LoggerMessage(1006, LogLevel.Warning,
            "Approval {Approval} stays used, although its call reached no server: the store is unavailable.",
            EventName = nameof(NotGivenBack))]
        public static partial void NotGivenBack(ILogger logger, string approval);

        [LoggerMessage(1007, LogLevel.Warning, "The notifier '{Notifier}' failed at approval {Approval}.",
            EventName = nameof(NotifierFailed))]
        public static partial void NotifierFailed(ILogger logger, Exception exception, string notifier, string approval);
    }
}
