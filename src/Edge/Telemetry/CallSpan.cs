using System.Diagnostics;
using System.Text.Json;
using Edge.Approvals;
using Edge.Enforcement;
using Edge.Grants;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Telemetry;

/// <summary>
/// Writes the spans of a call: its own, and below it the decision and the forwarding (telemetry.md, "Trace of one call"). Costs
/// nothing when nobody listens. Thread-safe.
/// </summary>
internal sealed class CallSpan(IdentityHash hash)
{
    // Prompts are named by callers at any length; methods and tools are bounded by the parser.
    private const int MaxName = 128;

    /// <summary>Starts the call span; null when nobody listens, or the message is an answer to a server and no call.</summary>
    public Activity? Start(Exchange exchange, Message message)
    {
        var source = EdgeActivities.Source;
        if (!source.HasListeners() || message.Kind == MessageKind.Response)
            return null;
        var prompt = message.PromptName is { } sent ? Shorten(sent) : null;
        var name = (message.ToolName ?? prompt) is { } target ? $"{message.Method} {target}" : message.Method;
        // SEP-414: a valid context in the message is the parent, and the HTTP request's is linked; an invalid one is ignored.
        var http = Activity.Current;
        var span = CallerTrace.TryRead(message, out var context)
            ? source.StartActivity(name, ActivityKind.Server, context, links: http is null ? null : [new ActivityLink(http.Context)])
            : source.StartActivity(name, ActivityKind.Server);
        if (span is not { IsAllDataRequested: true })
            return span;
        span.SetTag(AttributeNames.Method, message.Method);
        if (message.ToolName is { } tool)
        {
            span.SetTag(AttributeNames.Tool, tool);
            span.SetTag(AttributeNames.OperationName, "execute_tool");
        }

        if (prompt is not null)
            span.SetTag(AttributeNames.Prompt, prompt);
        if (message.Id.IsPresent)
            span.SetTag(AttributeNames.RequestId, Text(message.Id));
        if (exchange.Revision is { } revision)
            span.SetTag(AttributeNames.ProtocolVersion, revision);
        if (exchange.SessionId is { } session)
            span.SetTag(AttributeNames.Session, $"{hash.Of(session):x32}");
        span.SetTag(AttributeNames.Transport, "tcp");
        span.SetTag(AttributeNames.ProtocolName, "http");
        span.SetTag(AttributeNames.Server, exchange.Route.Server);
        span.SetTag(AttributeNames.Grant, exchange.Caller.GrantId);
        return span;
    }

    /// <summary>Starts the decision span, below the call's or, for what is no call, below the request's; null when nobody listens.</summary>
    public static Activity? Deciding(Exchange exchange) => EdgeActivities.Source.HasListeners()
        ? EdgeActivities.Source.StartActivity($"policy {exchange.Snapshot.Policy.Name}", ActivityKind.Internal)
        : null;

    /// <summary>Ends the decision span with the decision, and marks a denial on the call span too, so that it shows red.</summary>
    public static void Decided(Exchange exchange, Decision decision)
    {
        if (exchange.DecisionSpan is { } span)
        {
            if (span.IsAllDataRequested)
                Describe(span, exchange, decision);
            span.Dispose();
            exchange.DecisionSpan = null;
        }

        if (decision.Forwards || exchange.Span is not { IsAllDataRequested: true } call)
            return;
        call.SetStatus(ActivityStatusCode.Error, decision.Reason.ToSlug());
        call.AddEvent(new ActivityEvent("edge.denied", tags: new ActivityTagsCollection
        {
            [AttributeNames.PolicyReason] = decision.Reason.ToSlug(),
            [AttributeNames.PolicyRule] = decision.Rule,
            [AttributeNames.DecisionId] = exchange.DecisionId,
        }));
    }

    /// <summary>Starts the span of forwarding, beside the decision's; null when nobody listens.</summary>
    public static Activity? Forwarding() =>
        EdgeActivities.Source.HasListeners() ? EdgeActivities.Source.StartActivity("proxy.forwarder", ActivityKind.Internal) : null;

    /// <summary>Ends the span of forwarding, named and described as YARP's own would be.</summary>
    public static void Forwarded(Exchange exchange, Activity? span)
    {
        if (span is { IsAllDataRequested: true })
        {
            var proxy = exchange.Context.GetReverseProxyFeature();
            span.SetTag(AttributeNames.ProxyRoute, proxy.Route.Config.RouteId);
            span.SetTag(AttributeNames.ProxyCluster, proxy.Route.Config.ClusterId);
            span.SetTag(AttributeNames.ProxyDestination, proxy.ProxiedDestination?.DestinationId);
            if (exchange.Context.Features.Get<IForwarderErrorFeature>() is { } failed)
                span.SetTag(AttributeNames.ErrorType, failed.Error.ToString()).SetStatus(ActivityStatusCode.Error);
        }

        span?.Dispose();
    }

    /// <summary>Ends the call span with what became of the call.</summary>
    public static void Close(Exchange exchange)
    {
        // Left open only where something broke in between.
        exchange.DecisionSpan?.SetStatus(ActivityStatusCode.Error);
        exchange.DecisionSpan?.Dispose();
        if (exchange.Span is not { } span)
            return;
        if (span.IsAllDataRequested && CallEnd.Of(exchange) is { ErrorType: { } error } end)
        {
            span.SetTag(AttributeNames.ErrorType, error);
            if (end.RpcStatus is { } code)
                span.SetTag(AttributeNames.RpcStatus, code);
            if (span.Status == ActivityStatusCode.Unset)
                span.SetStatus(ActivityStatusCode.Error, exchange.Fault);
        }

        span.Dispose();
    }

    private static void Describe(Activity span, Exchange exchange, Decision decision)
    {
        var policy = exchange.Snapshot.Policy;
        span.SetTag(AttributeNames.PolicyName, policy.Name);
        span.SetTag(AttributeNames.PolicyRevision, policy.Revision);
        span.SetTag(AttributeNames.PolicyDecision, decision.Outcome.ToSlug());
        span.SetTag(AttributeNames.PolicyReason, decision.Reason.ToSlug());
        span.SetTag(AttributeNames.PolicyRule, decision.Rule);
        span.SetTag(AttributeNames.PolicyMode, decision.Mode.ToSlug());
        span.SetTag(AttributeNames.DecisionId, exchange.DecisionId);
        if (exchange.Approval is { } approval)
            span.SetTag(AttributeNames.ApprovalId, approval.Approval.Id);
        if (exchange.Lease?.Tightest is { } tightest)
            Describe(span, tightest.Limit.Counter, tightest.Remaining, tightest.Limit.Capacity);
        else if (exchange.Lease?.ShadowRefusal is { } shadow)
            Describe(span, shadow.Limit.Counter, shadow.Remaining, shadow.Max);
    }

    private static void Describe(Activity span, string counter, decimal remaining, decimal max)
    {
        span.SetTag(AttributeNames.LimitCounter, counter);
        span.SetTag(AttributeNames.LimitRemaining, (double)remaining);
        span.SetTag(AttributeNames.LimitMax, (double)max);
    }

    private static string Text(JsonRpcId id)
    {
        if (!id.IsString)
            return id.ToString();
        var reader = new Utf8JsonReader(id.Raw.Span);
        reader.Read();
        return reader.GetString()!;
    }

    private static string Shorten(string name) =>
        name.Length <= MaxName ? name : name[..(char.IsHighSurrogate(name[MaxName - 1]) ? MaxName - 1 : MaxName)];
}
