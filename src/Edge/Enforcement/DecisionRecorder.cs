using System.Diagnostics;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Edge.Telemetry;
using Edge.Telemetry.Metrics;
using Edge.Watching;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Enforcement;

/// <summary>Records what happens to a message: spans, metrics, and lines of the log. Payloads are never recorded. Thread-safe.</summary>
internal sealed class DecisionRecorder(
    CallSpan spans, EdgeMetrics metrics, ToolLabels labels, DecisionRing ring, ServerRecords servers, DecisionLog log, TimeProvider clock)
{
    // Callers who are told apart by their own credential are as many as they like to be; grants are as many as the operator made.
    private const string PassedThrough = "_passthrough";

    /// <summary>A request came for a server.</summary>
    public void Begin(Exchange exchange)
    {
        if (!metrics.MeasuresOverhead || exchange.Context.Features.Get<RequestTimes>() is not { } times)
            return;
        times.Server = exchange.Route.Server;
        exchange.Times = times;
    }

    /// <summary>A message was read: its span begins.</summary>
    public void Start(Exchange exchange)
    {
        if (exchange.Message is not { } message)
            return;
        exchange.Began = (metrics.OperationBegan(), null);
        exchange.Span = spans.Start(exchange, message);
    }

    /// <summary>A message is about to be decided.</summary>
    public void Deciding(Exchange exchange)
    {
        exchange.DecidingAt = clock.GetTimestamp();
        exchange.Began = exchange.Began with { Decision = metrics.Deciding() };
        exchange.DecisionSpan = CallSpan.Deciding(exchange);
    }

    /// <summary>A message that waited for a person is decided again: the waiting is not a part of what deciding takes.</summary>
    public void DecidingAgain(Exchange exchange) => exchange.Began = exchange.Began with { Decision = metrics.Deciding() };

    /// <summary>A message was decided. The lease of its limits has not ended.</summary>
    public void Decided(Exchange exchange)
    {
        var decision = exchange.Decision ?? throw new InvalidOperationException("Nothing was decided.");
        metrics.DecisionTook(exchange.Began.Decision, decision.Outcome);
        exchange.DecisionId = DecisionId.New(clock);
        ring.Add(exchange, decision, exchange.DecidingAt);
        CallSpan.Decided(exchange, decision);
        Count(exchange, decision);
        if (decision.Outcome != DecisionOutcome.Allow)
            log.Denied(exchange, decision);
    }

    /// <summary>A request was refused before anything could be decided.</summary>
    public void Refused(HttpContext context, Refusal refusal)
    {
        metrics.Rejected(refusal.Reason);
        // A flood is told in sums: FloodReport.
        if (refusal.Reason != RefusalReason.Flood)
            log.Refused(context, refusal);
    }

    /// <summary>The caller left before it could be answered.</summary>
    public void CallerLeft(Exchange exchange) => log.CallerLeft(exchange);

    /// <summary>Something broke inside Edge.</summary>
    public void Broke(Exchange exchange, Exception exception) => log.Broke(exchange, exception);

    /// <summary>A server did not take what Edge showed it in its callers' place.</summary>
    public void CredentialRefused(Exchange exchange, int status) => log.CredentialRefused(exchange, status);

    /// <summary>A server answered with a redirect.</summary>
    public void Redirected(Exchange exchange, int status, Uri? location) => log.Redirected(exchange, status, location);

    /// <summary>A server did not answer, or not to the end; <paramref name="message"/> is what the caller reads of it.</summary>
    public void ServerFailed(Exchange exchange, string message, IForwarderErrorFeature? error) => log.ServerFailed(exchange, message, error);

    /// <summary>The exchange ended.</summary>
    public void Close(Exchange exchange)
    {
        CallSpan.Close(exchange);
        ring.Close(exchange);
        servers.Close(exchange);
        if (exchange.Began.Operation is null || exchange.Message is not { Kind: not MessageKind.Response } message)
            return;
        var end = CallEnd.Of(exchange);
        var tags = new TagList
        {
            { AttributeNames.Method, message.Facts?.Name ?? ToolLabels.Other },
            { AttributeNames.Transport, "tcp" },
            { AttributeNames.ProtocolName, "http" },
        };
        if (exchange.Revision is { } revision)
            tags.Add(AttributeNames.ProtocolVersion, OperationLabels.Revision(revision));
        if (ToolLabel(exchange) is { } tool)
        {
            tags.Add(AttributeNames.Tool, tool);
            tags.Add(AttributeNames.OperationName, "execute_tool");
        }

        if (OperationLabels.ErrorType(end) is { } error)
            tags.Add(AttributeNames.ErrorType, error);
        if (end.RpcCode is { } code)
            tags.Add(AttributeNames.RpcStatus, OperationLabels.RpcCode(code));
        metrics.OperationEnded(exchange.Began.Operation, tags);
    }

    // What carries no message, or answers the server, is no decision unless it is stopped.
    private void Count(Exchange exchange, Decision decision)
    {
        if (exchange.Message is not { Kind: not MessageKind.Response } && decision.Outcome == DecisionOutcome.Allow)
            return;
        var policy = exchange.Snapshot.Policy.Name;
        if (metrics.CountsDecisions)
            metrics.Decided(decision, exchange.Route.Server, policy, ToolLabel(exchange), exchange.Access.IsByGrant ? exchange.Caller.GrantId : PassedThrough);
        if (exchange.Lease is { } lease)
            metrics.LimitsAsked(policy, lease.Statuses);
    }

    private string? ToolLabel(Exchange exchange) => exchange.Message?.ToolName is { } tool
        ? labels.Of(exchange.Snapshot.Policy, exchange.Route.Server, tool)
        : null;
}
