using System.Diagnostics;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Limits;

namespace Edge.Gateway.Calls;

/// <summary>A view of a call that was decided. Valid until the observer that was given it is done; it must not be kept.</summary>
public readonly struct DecidedCall
{
    private readonly CallContext _call;
    private readonly int _observer;

    internal DecidedCall(CallContext call, int observer, TimeSpan deciding) => (_call, _observer, Deciding) = (call, observer, deciding);

    /// <summary>The call as it started.</summary>
    public StartedCall Call => new(_call, _observer);

    /// <summary>What was decided.</summary>
    public Decision Decision => _call.Decision!;

    /// <summary>The decision's id, as in the denial, the span and the log line.</summary>
    public string DecisionId => _call.DecisionId;

    /// <summary>The approval that speaks for the call, as it stood when it was asked for; null where none does.</summary>
    public Approval? Approval => _call.Approval?.Approval;

    /// <summary>What the call holds of its limits, which has not ended; null where no limit was asked.</summary>
    internal CallLease? Lease => _call.Lease;

    /// <summary>What the policy found the call to take of its limits; null where there is no message.</summary>
    internal ChargeList? Charges => _call.Facts?.Call.Charges;

    /// <summary>How long deciding took, the limits included; waiting for a person is not.</summary>
    public TimeSpan Deciding { get; }

    /// <summary>The trace that the call belongs to; the default where nobody traces.</summary>
    public ActivityTraceId TraceId => _call.TraceId;

    /// <summary>What this observer keeps with the call; null until it is set. No other observer sees it.</summary>
    public object? State
    {
        get => _call.StateOf(_observer);
        set => _call.SetState(_observer, value);
    }
}
