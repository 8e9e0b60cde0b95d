using System.Globalization;
using Edge.Gateway.Calls;
using Edge.Mcp;
using Edge.Mcp.Responses;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>Answers a denied message in the server's place (wire.md, "Denials").</summary>
internal static class DenialAnswer
{
    /// <summary>Writes the answer in the style asked for.</summary>
    public static Task WriteAsync(CallContext call, DenyStyle style)
    {
        var decision = call.Decision ?? throw new InvalidOperationException("Nothing was decided.");
        var denial = Denial.Of(call, decision);
        var wire = DenialWire.For(decision.Reason);
        var isCall = call.Message is { Method: Methods.ToolsCall };
        var code = isCall ? wire.CallCode : wire.RequestCode;

        // What has no id cannot be answered; it is refused, not dropped in silence.
        if (!call.AnswerId.IsPresent)
            return WriteErrorAsync(call, StatusCodes.Status400BadRequest, denial, code);
        if (wire.HidesTool && (style == DenyStyle.UnknownTool || call.Snapshot.Policy.HidesDenials))
            return WriteUnknownAsync(call, isCall);

        if (denial.RetryAfterSeconds is { } seconds)
            call.Context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (isCall && style == DenyStyle.Http)
            return WriteErrorAsync(call, wire.HttpStatus, denial, code);
        return isCall && style != DenyStyle.RpcError
            ? WriteAsync(call, StatusCodes.Status200OK, DenialBody.ToolError(denial, call.AnswerId), OutcomeKind.ToolError, null)
            : WriteErrorAsync(call, StatusCodes.Status200OK, denial, code);
    }

    /// <summary>Writes a body of Edge's own.</summary>
    /// <param name="call">The call.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The JSON.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="code">The code of a JSON-RPC error; null for anything else.</param>
    public static Task WriteAsync(CallContext call, int status, ReadOnlyMemory<byte> body, OutcomeKind kind, int? code)
    {
        var response = call.Context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        call.EdgeAnswers(new OwnAnswer(new(kind, code, body.Length, Completed: true)));
        return response.Body.WriteAsync(body, call.Context.RequestAborted).AsTask();
    }

    private static Task WriteErrorAsync(CallContext call, int status, in Denial denial, int code) =>
        WriteAsync(call, status, DenialBody.RpcError(denial, code, call.AnswerId), OutcomeKind.RpcError, code);

    private static Task WriteUnknownAsync(CallContext call, bool isCall)
    {
        var template = UnknownToolTemplates.Named(call.Route.UnknownTool);
        var id = call.AnswerId.Raw.Span;
        var (body, outcome) = isCall
            ? (template.ForTool(call.Message!.ToolName!, id), template.ToolOutcome)
            : (template.ForMethod(id), template.MethodOutcome);
        var response = call.Context.Response;
        if (!template.EventStream)
            return WriteAsync(call, StatusCodes.Status200OK, body, outcome.Kind, (int?)outcome.ErrorCode);
        call.EdgeAnswers(new OwnAnswer(outcome with { Bytes = body.Length }));
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        response.ContentType = "text/event-stream";
        if (template.Sized || !isCall)
            response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, call.Context.RequestAborted).AsTask();
    }
}
