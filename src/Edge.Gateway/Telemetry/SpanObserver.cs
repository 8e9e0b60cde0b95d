using System.Diagnostics;
using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Results;
using Edge.Policy.Stores;

namespace Edge.Gateway.Telemetry;

/// <summary>
/// Writes the spans of a call: its own, and below it the decision's (telemetry.md, "Trace of one call"). Registered first, so that the
/// spans of what other observers do hang where they belong. Costs nothing when nobody listens. Thread-safe.
/// </summary>
internal sealed class SpanObserver(IdentityHash hash) : ICallObserver
{
    // Prompts are named by callers at any length; methods and tools are bounded by the parser.
    private const int MaxName = 128;

    /// <summary>Starts the call's span, and below it the decision's, which is below the request's where there is no message.</summary>
    public void Started(StartedCall call)
    {
        var source = EdgeActivities.Source;
        if (!source.HasListeners())
            return;
        var span = call.Message is { Kind: not MessageKind.Response } message ? Start(call, message) : null;
        var decision = source.StartActivity($"policy {call.Snapshot.Policy.Name}", ActivityKind.Internal);
        if ((span ?? decision) is not null)
            call.State = new CallSpans { Call = span, Decision = decision };
    }

    /// <summary>Ends the decision's span with the decision, and marks a denial on the call's too, so that it shows red.</summary>
    public ValueTask<bool> DecidedAsync(DecidedCall call)
    {
        if (call.State is CallSpans spans)
            Decided(call, spans);
        return new(true);
    }

    /// <summary>Ends the call's span with what became of the call.</summary>
    public void Ended(EndedCall call)
    {
        if (call.State is not CallSpans spans)
            return;
        // Left open only where something broke in between.
        spans.Decision?.SetStatus(ActivityStatusCode.Error);
        spans.Decision?.Dispose();
        if (spans.Call is not { } span)
            return;
        if (span.IsAllDataRequested && CallEnd.Of(call) is { ErrorType: { } error } end)
        {
            span.SetTag(AttributeNames.ErrorType, error);
            if (end.RpcStatus is { } code)
                span.SetTag(AttributeNames.RpcStatus, code);
            if (span.Status == ActivityStatusCode.Unset)
                span.SetStatus(ActivityStatusCode.Error, call.Fault);
        }

        if (span.IsAllDataRequested)
        {
            foreach (var finding in call.Findings)
                span.AddEvent(Event(finding));
        }

        span.Dispose();
    }

    private static ActivityEvent Event(ResultFinding finding) => new("edge.result.finding", tags: new()
    {
        { AttributeNames.ResultDetector, finding.Detector },
        { AttributeNames.ResultAction, finding.Action.ToSlug() },
        { AttributeNames.ResultCount, finding.Count },
        { AttributeNames.PolicyRule, finding.Rule },
        { AttributeNames.PolicyMode, finding.Mode.ToSlug() },
    });

    private Activity? Start(in StartedCall call, Message message)
    {
        var source = EdgeActivities.Source;
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
        if (call.Revision is { } revision)
            span.SetTag(AttributeNames.ProtocolVersion, revision);
        if (call.SessionId is { } session)
            span.SetTag(AttributeNames.Session, $"{hash.Of(session):x32}");
        span.SetTag(AttributeNames.Transport, "tcp");
        span.SetTag(AttributeNames.ProtocolName, "http");
        span.SetTag(AttributeNames.Server, call.Server);
        span.SetTag(AttributeNames.Grant, call.Caller.GrantId);
        return span;
    }

    private static void Decided(in DecidedCall call, CallSpans spans)
    {
        var decision = call.Decision;
        if (spans.Decision is { } deciding)
        {
            if (deciding.IsAllDataRequested)
                Describe(deciding, call);
            deciding.Dispose();
            spans.Decision = null;
        }

        if (decision.Forwards || spans.Call is not { IsAllDataRequested: true } span)
            return;
        span.SetStatus(ActivityStatusCode.Error, decision.Reason.ToSlug());
        span.AddEvent(new ActivityEvent("edge.denied", tags: new ActivityTagsCollection
        {
            [AttributeNames.PolicyReason] = decision.Reason.ToSlug(),
            [AttributeNames.PolicyRule] = decision.Rule,
            [AttributeNames.DecisionId] = call.DecisionId,
        }));
    }

    private static void Describe(Activity span, in DecidedCall call)
    {
        var (policy, decision) = (call.Call.Snapshot.Policy, call.Decision);
        span.SetTag(AttributeNames.PolicyName, policy.Name);
        span.SetTag(AttributeNames.PolicyRevision, policy.Revision);
        span.SetTag(AttributeNames.PolicyDecision, decision.Outcome.ToSlug());
        span.SetTag(AttributeNames.PolicyReason, decision.Reason.ToSlug());
        span.SetTag(AttributeNames.PolicyRule, decision.Rule);
        span.SetTag(AttributeNames.PolicyMode, decision.Mode.ToSlug());
        span.SetTag(AttributeNames.DecisionId, call.DecisionId);
        if (call.Approval is { } approval)
            span.SetTag(AttributeNames.ApprovalId, approval.Id);
        if (call.Lease?.Tightest is { } tightest)
            Describe(span, tightest.Limit.Counter, tightest.Remaining, tightest.Limit.Capacity);
        else if (call.Lease?.ShadowRefusal is { } shadow)
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
