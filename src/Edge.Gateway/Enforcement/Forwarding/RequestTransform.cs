using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Calls;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>Carries the decision into YARP's request, and nothing that a caller invented about itself. Thread-safe.</summary>
internal static class RequestTransform
{
    /// <summary>Applies to one request; without an exchange it carries no pass, and the last lock refuses it.</summary>
    public static ValueTask ApplyAsync(RequestTransformContext transform)
    {
        var context = transform.HttpContext;
        var request = transform.ProxyRequest;
        if (context.Features.Get<CallContext>() is not { Forwarding.Pass: { } pass } exchange)
            return ValueTask.CompletedTask;
        request.Options.Set(DecisionLock.Pass, pass);
        ForwardedHeaderRules.Apply(context, request);
        if (AuthorizationDocuments.AreAskedBy(context.Request))
        {
            request.Headers.Remove(HeaderNames.Authorization);
            request.Headers.Remove(HeaderNames.Cookie);
        }

        ForwardedCredentials.Apply(context.Request.Headers, exchange.Access, request);
        // Older revisions do not know these: a server that reads them all the same reads nothing that was not compared with the body.
        if (!exchange.IsModern)
        {
            request.Headers.Remove(McpHeaders.Method);
            request.Headers.Remove(McpHeaders.Name);
        }

        request.Headers.Remove(McpHeaders.SessionId);
        if (exchange.SessionId is { } session)
            request.Headers.TryAddWithoutValidation(McpHeaders.SessionId, session);
        request.RequestUri = RawQuery.Keep(transform);
        // The last lock puts the judged bytes in, under their own length.
        request.Headers.TransferEncodingChunked = false;
        return ValueTask.CompletedTask;
    }
}
