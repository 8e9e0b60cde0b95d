using System.Globalization;
using Edge.Mcp;
using Edge.Mcp.Responses;

namespace Edge.Enforcement.Denials;

/// <summary>Answers a denied message in the server's place (wire.md, "Denials").</summary>
internal static class DenialAnswer
{
    /// <summary>Writes the answer in the style asked for.</summary>
    public static Task WriteAsync(Exchange exchange, DenyStyle style)
    {
        var decision = exchange.Decision ?? throw new InvalidOperationException("Nothing was decided.");
        var policy = exchange.Snapshot.Policy;
        var denial = Denial.Of(exchange, decision);
        var wire = DenialWire.For(decision.Reason);
        var id = exchange.AnswerId;
        var isCall = exchange.Message is { Method: Methods.ToolsCall };

        // What has no id cannot be answered; it is refused, not dropped in silence.
        if (!id.IsPresent)
            return WriteAsync(exchange, StatusCodes.Status400BadRequest, DenialBody.RpcError(denial, isCall ? wire.CallCode : wire.RequestCode, id));
        if (wire.HidesTool && (style == DenyStyle.UnknownTool || policy.HidesDenials))
            return WriteUnknownAsync(exchange, isCall);

        if (denial.RetryAfterSeconds is { } seconds)
            exchange.Context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (isCall && style == DenyStyle.Http)
            return WriteAsync(exchange, wire.HttpStatus, DenialBody.RpcError(denial, isCall ? wire.CallCode : wire.RequestCode, id));
        return WriteAsync(exchange, StatusCodes.Status200OK, isCall && style != DenyStyle.RpcError
            ? DenialBody.ToolError(denial, id)
            : DenialBody.RpcError(denial, isCall ? wire.CallCode : wire.RequestCode, id));
    }

    private static Task WriteUnknownAsync(Exchange exchange, bool isCall)
    {
        var template = UnknownToolTemplates.Named(exchange.Route.UnknownTool);
        var id = exchange.AnswerId.Raw.Span;
        var body = isCall ? template.ForTool(exchange.Message!.ToolName!, id) : template.ForMethod(id);
        if (exchange.IsWatched)
            exchange.OwnAnswer = OutcomeScanner.Of(template.EventStream ? ResponseFormat.EventStream : ResponseFormat.Json, body);
        if (!template.EventStream)
            return WriteAsync(exchange, StatusCodes.Status200OK, body);
        var response = exchange.Context.Response;
        response.Headers.CacheControl = "no-cache, no-transform";
        response.Headers["X-Accel-Buffering"] = "no";
        response.ContentType = "text/event-stream";
        if (template.Sized || !isCall)
            response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, exchange.Context.RequestAborted).AsTask();
    }

    /// <summary>Writes an answer of Edge's own.</summary>
    public static Task WriteAsync(Exchange exchange, int status, ReadOnlyMemory<byte> body)
    {
        var response = exchange.Context.Response;
        response.StatusCode = status;
        if (exchange.IsWatched)
            exchange.OwnAnswer ??= OutcomeScanner.Of(ResponseFormat.Json, body.Span);
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, exchange.Context.RequestAborted).AsTask();
    }
}
