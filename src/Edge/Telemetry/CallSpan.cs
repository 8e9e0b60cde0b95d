using System.Diagnostics;
using Edge.Enforcement;
using Edge.Grants;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Telemetry;

/// <summary>Writes the two spans of a call: the call's own, and the decision beside what was forwarded (telemetry.md, "Trace of one call"). Thread-safe.</summary>
internal sealed class CallSpan(IdentityHash hash)
{
    private const string ToolError = "tool_error";

    /// <summary>Starts the call span; null when nobody listens.</summary>
    public Activity? Start(Exchange exchange, Message message)
    {
        var source = EdgeActivities.Source;
        if (!source.HasListeners())
            return null;
        var name = message.ToolName is { } tool ? $"{message.Method} {tool}" : message.PromptName is { } prompt ? $"{message.Method} {prompt}" : message.Method;
        var http = Activity.Current;
        // SEP-414: a valid context in the message is the parent, and the HTTP request's is linked; an invalid one is ignored.
        var span = message.Traceparent is { } parent && ActivityContext.TryParse(parent, message.Tracestate, isRemote: true, out var context)
            ? source.StartActivity(name, ActivityKind.Server, context, links: http is null ? null : [new ActivityLink(http.Context)])
            : source.StartActivity(name, ActivityKind.Server);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag("mcp.method.name", message.Method);
        if (message.ToolName is not null)
        {
            span.SetTag("gen_ai.tool.name", message.ToolName);
            span.SetTag("gen_ai.operation.name", "execute_tool");
        }

        if (message.PromptName is not null)
            span.SetTag("gen_ai.prompt.name", message.PromptName);
        if (message.Id.IsPresent)
            span.SetTag("jsonrpc.request.id", message.Id.IsString ? message.Id.ToString().Trim('"') : message.Id.ToString());
        if (exchange.Revision is { } revision)
            span.SetTag("mcp.protocol.version", revision);
        if (exchange.SessionId is { } session)
            span.SetTag("mcp.session.id", $"{hash.Of(session):x32}");
        span.SetTag("network.transport", "tcp");
        span.SetTag("edge.server", exchange.Route.Server);
        span.SetTag("edge.grant", exchange.Caller.GrantId);
        return span;
    }

    /// <summary>Records the decision as a span of its own, and a denial on the call span too, so that it shows red.</summary>
    public static void Decided(Exchange exchange, Decision decision)
    {
        if (exchange.Span is not { } call)
            return;
        using var span = EdgeActivities.Source.StartActivity($"policy {exchange.Snapshot.Policy.Name}", ActivityKind.Internal, call.Context);
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("edge.policy.name", exchange.Snapshot.Policy.Name);
            span.SetTag("edge.policy.revision", exchange.Snapshot.Policy.Revision);
            span.SetTag("edge.policy.decision", Slug(decision.Outcome));
            span.SetTag("edge.policy.reason", decision.Reason.ToSlug());
            span.SetTag("edge.policy.rule", decision.Rule);
            span.SetTag("edge.policy.mode", decision.Mode == PolicyMode.Shadow ? "shadow" : "enforce");
            span.SetTag("edge.decision.id", exchange.DecisionId);
            if (exchange.Lease?.Tightest is { } limit)
            {
                span.SetTag("edge.limit.counter", limit.Limit.Counter);
                span.SetTag("edge.limit.remaining", (double)limit.Remaining);
                span.SetTag("edge.limit.max", (double)limit.Limit.Max);
            }
        }

        if (decision.Forwards)
            return;
        call.SetStatus(ActivityStatusCode.Error, decision.Reason.ToSlug());
        call.SetTag("error.type", ToolError);
        call.AddEvent(new ActivityEvent("edge.denied", tags: new ActivityTagsCollection
        {
            ["edge.policy.reason"] = decision.Reason.ToSlug(),
            ["edge.policy.rule"] = decision.Rule,
            ["edge.decision.id"] = exchange.DecisionId,
        }));
    }

    /// <summary>Ends the call span with what became of the call.</summary>
    public static void Close(Exchange exchange)
    {
        if (exchange.Span is not { } span)
            return;
        if (exchange.Outcome is { Kind: OutcomeKind.ToolError })
        {
            span.SetTag("error.type", ToolError);
            span.SetStatus(ActivityStatusCode.Error);
        }
        else if (exchange.Outcome is { Kind: OutcomeKind.RpcError, ErrorCode: { } code })
        {
            var text = code.ToString(System.Globalization.CultureInfo.InvariantCulture);
            span.SetTag("rpc.response.status_code", text);
            span.SetTag("error.type", text);
            span.SetStatus(ActivityStatusCode.Error);
        }
        else if (exchange.Pass is not null && exchange.Context.Response.StatusCode >= StatusCodes.Status400BadRequest)
        {
            span.SetTag("error.type", exchange.Context.Response.StatusCode.ToString(System.Globalization.CultureInfo.InvariantCulture));
            span.SetStatus(ActivityStatusCode.Error);
        }

        span.Dispose();
    }

    private static string Slug(DecisionOutcome outcome) => outcome switch
    {
        DecisionOutcome.Allow => "allow",
        DecisionOutcome.Deny => "deny",
        DecisionOutcome.ApprovalRequired => "approval_required",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "A new outcome needs a written form."),
    };
}
