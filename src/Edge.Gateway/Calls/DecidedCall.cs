using System.Diagnostics;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Gateway.Calls;

/// <summary>A view of a call that was decided. Valid until the method or the task of its observer ends; do not keep it.</summary>
public readonly struct DecidedCall
{
    private readonly CallContext _call;
    private readonly int _observer;

    internal DecidedCall(CallContext call, int observer, TimeSpan deciding) => (_call, _observer, Deciding) = (call, observer, deciding);

    /// <summary>The call as it started.</summary>
    public StartedCall Call => new(_call, _observer);

    /// <summary>What was decided.</summary>
    public Decision Decision => _call.Decision!;

    /// <summary>The id of the decision, as in the denial, the span, the log and the audit record: a ULID, 26 characters.</summary>
    public string DecisionId => _call.DecisionId;

    /// <summary>
    /// The approval that covers the call, or that it waits for, as it was when the call was decided; null if there is none.
    /// </summary>
    public Approval? Approval => _call.Approval?.Approval;

    /// <summary>What the call holds of its limits, which has not ended; null where no limit was asked.</summary>
    internal CallLease? Lease => _call.Lease;

    /// <summary>What the policy found the call to take of its limits; null where there is no message.</summary>
    internal ChargeList? Charges => _call.Facts?.Call.Charges;

    /// <summary>How long the decision took, including the limits but not the wait for a person.</summary>
    public TimeSpan Deciding { get; }

    /// <summary>The trace of the call; the default value without tracing.</summary>
    public ActivityTraceId TraceId => _call.TraceId;

    /// <summary>A value that this observer keeps with the call; null until set. Other observers do not see it.</summary>
    public object? State
    {
        get => _call.StateOf(_observer);
        set => _call.SetState(_observer, value);
    }
}
