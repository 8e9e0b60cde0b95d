using System.Diagnostics;
using Edge.Gateway.Calls;
using Edge.Gateway.Rejections;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>Counts and measures calls and refused requests; what callers write is bounded here. Thread-safe.</summary>
internal sealed class MetricsObserver(EdgeMetrics metrics, ToolLabels labels) : ICallObserver, IRejectionObserver
{
    // Callers who are told apart by their own credential are as many as they like to be; grants are as many as the operator made.
    private const string PassedThrough = "_passthrough";

    /// <inheritdoc />
    public ValueTask<bool> DecidedAsync(DecidedCall call)
    {
        metrics.DecisionTook(call.Deciding, call.Decision.Outcome);
        // What carries no message, or answers the server, is no decision unless it is stopped.
        if (call.Decision.Outcome != DecisionOutcome.Allow || call.Call.Message is { Kind: not MessageKind.Response })
            Count(call);
        return new(true);
    }

    /// <inheritdoc />
    public void Ended(EndedCall call)
    {
        var started = call.Call;
        foreach (var finding in call.Findings)
            metrics.Found(started.Server, finding);
        if (!metrics.MeasuresOperations || started.Message is not { Kind: not MessageKind.Response } message)
            return;
        var end = CallEnd.Of(call);
        var tags = new TagList
        {
            { AttributeNames.Method, message.Facts?.Name ?? ToolLabels.Other },
            { AttributeNames.Transport, "tcp" },
            { AttributeNames.ProtocolName, "http" },
        };
        if (started.Revision is { } revision)
            tags.Add(AttributeNames.ProtocolVersion, OperationLabels.Revision(revision));
        if (ToolLabel(started) is { } tool)
        {
            tags.Add(AttributeNames.Tool, tool);
            tags.Add(AttributeNames.OperationName, "execute_tool");
        }

        if (OperationLabels.ErrorType(end) is { } error)
            tags.Add(AttributeNames.ErrorType, error);
        if (end.RpcCode is { } code)
            tags.Add(AttributeNames.RpcStatus, OperationLabels.RpcCode(code));
        metrics.OperationEnded(call.Took, tags);
    }

    /// <inheritdoc />
    public void Rejected(RejectedRequest request) => metrics.Rejected(request.Refusal.Reason);

    private void Count(in DecidedCall call)
    {
        var started = call.Call;
        var policy = started.Snapshot.Policy.Name;
        var grant = started.IsByGrant ? started.Caller.GrantId : PassedThrough;
        if (metrics.CountsDecisions)
            metrics.Decided(call.Decision, started.Server, policy, ToolLabel(started), grant);
        if (call.Lease is { } lease)
            metrics.LimitsAsked(policy, lease.Statuses);
    }

    private string? ToolLabel(in StartedCall call) => call.Message?.ToolName is { } tool
        ? labels.Of(call.Snapshot.Policy, call.Server, tool)
        : null;
}
