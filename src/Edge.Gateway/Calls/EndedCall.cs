using System.Diagnostics;
using Edge.Mcp.Responses;
using Edge.Policy.Calls;
using Edge.Policy.Results;

namespace Edge.Gateway.Calls;

/// <summary>A view of a call that ended. Valid until the method of its observer returns; do not keep it.</summary>
public readonly struct EndedCall
{
    private readonly CallContext _call;
    private readonly int _observer;

    internal EndedCall(CallContext call, int observer, TimeSpan took, TimeSpan sinceDecided) =>
        (_call, _observer, Took, SinceDecided) = (call, observer, took, sinceDecided);

    /// <summary>The call as it started. Its response has the status that the caller received.</summary>
    public StartedCall Call => new(_call, _observer);

    /// <summary>What was decided; null if the caller left, or an error ended the call, before.</summary>
    public Decision? Decision => _call.Decision;

    /// <summary>The id of the decision; empty if nothing was decided.</summary>
    public string DecisionId => _call.DecisionId;

    /// <summary>Whether Edge handed the call to YARP to be forwarded.</summary>
    public bool WasForwarded => _call.Forwarding is not null;

    /// <summary>Whether the server's response began, with any status.</summary>
    public bool ServerAnswered => _call.ServerAnswer is not null;

    /// <summary>What Edge saw of the server's response; null if it did not end, or was not passed on.</summary>
    public ResponseOutcome? Outcome => _call.ServerAnswer?.Outcome;

    /// <summary>What Edge responded in place of the server; null if the server's response was passed on.</summary>
    public ResponseOutcome? OwnAnswer => _call.OwnAnswer?.Outcome;

    /// <summary>
    /// The error with which Edge responded after the decision, in words; null if there was none.
    /// </summary>
    public string? Fault => _call.OwnAnswer?.Fault;

    /// <summary>What the policy found in the server's response; empty if it found nothing.</summary>
    internal IReadOnlyList<ResultFinding> Findings => _call.ServerAnswer?.Findings ?? [];

    /// <summary>How long the call took, from its message to the end of its response.</summary>
    public TimeSpan Took { get; }

    /// <summary>How long the call took after the decision; zero if nothing was decided.</summary>
    public TimeSpan SinceDecided { get; }

    /// <summary>The trace of the call; the default value without tracing.</summary>
    public ActivityTraceId TraceId => _call.TraceId;

    /// <summary>A value that this observer keeps with the call; null until set. Other observers do not see it.</summary>
    public object? State => _call.StateOf(_observer);
}
