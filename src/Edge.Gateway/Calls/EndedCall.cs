using System.Diagnostics;
using Edge.Mcp.Responses;
using Edge.Policy.Calls;

namespace Edge.Gateway.Calls;

/// <summary>A view of a call that is over. Valid until the observer that was given it is done; it must not be kept.</summary>
public readonly struct EndedCall
{
    private readonly CallContext _call;
    private readonly int _observer;

    internal EndedCall(CallContext call, int observer, TimeSpan took, TimeSpan sinceDecided) =>
        (_call, _observer, Took, SinceDecided) = (call, observer, took, sinceDecided);

    /// <summary>The call as it started; its response has the status that the caller saw.</summary>
    public StartedCall Call => new(_call, _observer);

    /// <summary>What was decided; null where the caller left, or something broke, before.</summary>
    public Decision? Decision => _call.Decision;

    /// <summary>The decision's id; empty where nothing was decided.</summary>
    public string DecisionId => _call.DecisionId;

    /// <summary>Whether the call was handed on to be forwarded.</summary>
    public bool WasForwarded => _call.Forwarding is not null;

    /// <summary>Whether the server's answer began, whatever its status.</summary>
    public bool ServerAnswered => _call.ServerAnswer is not null;

    /// <summary>What was seen of the server's answer; null where it did not end, or was not handed on.</summary>
    public ResponseOutcome? Outcome => _call.ServerAnswer?.Outcome;

    /// <summary>What Edge answered in the server's place; null where the server's answer was handed on.</summary>
    public ResponseOutcome? OwnAnswer => _call.OwnAnswer?.Outcome;

    /// <summary>What Edge answered because something went wrong behind the policy; null where nothing did.</summary>
    public string? Fault => _call.OwnAnswer?.Fault;

    /// <summary>How long the call took, from its message to the end of its answer.</summary>
    public TimeSpan Took { get; }

    /// <summary>How long it took from the decision to the end of the answer; zero where nothing was decided.</summary>
    public TimeSpan SinceDecided { get; }

    /// <summary>The trace that the call belongs to; the default where nobody traces.</summary>
    public ActivityTraceId TraceId => _call.TraceId;

    /// <summary>What this observer keeps with the call; null until it is set. No other observer sees it.</summary>
    public object? State => _call.StateOf(_observer);
}
