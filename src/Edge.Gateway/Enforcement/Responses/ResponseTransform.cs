using System.Net;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Mcp.Responses;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>
/// Passes a server's answer on: filters lists, watches silence, observes the outcome, keeps back what could lead callers past Edge.
/// </summary>
/// <remarks>
/// (1) the answer began; (2) headers that are not the caller's; (3) redirects and upgrades; (4) challenges; (5) lists and streams that may
/// carry them are filtered; (6) everything else is observed as it passes, and an answered call holds its limits no longer: its caller may
/// call again as soon as it has the last byte; (7) the head of a stream leaves at once. Thread-safe.
/// </remarks>
internal sealed class ResponseTransform(
    WireOptions wire,
    ListAnswers lists,
    ResultAnswers results,
    AuthorizationAnswers authorization,
    SessionIds sessions,
    CredentialCallers callers,
    TimeProvider clock,
    DecisionLog log)
{
    /// <summary>Takes note of an answer and of its headers, before the transforms of an operator change these.</summary>
    public static ValueTask BeginAsync(ResponseTransformContext transform)
    {
        if (transform is { ProxyResponse: { } answer, HttpContext: { } context } && context.Features.Get<CallContext>() is { } exchange)
        {
            exchange.ServerAnswers();
            AnswerHeaders.Copy(answer, context.Response.Headers);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Applies to one answer; without one (the server was not reached) there is nothing to do.</summary>
    public async ValueTask ApplyAsync(ResponseTransformContext transform)
    {
        if (transform.ProxyResponse is not { } answer)
            return;
        var context = transform.HttpContext;
        var exchange = context.Features.Get<CallContext>() ?? throw new InvalidOperationException("An answer without an exchange.");

        // 1: the answer began
        exchange.Forwarding?.Deadline.AnswerBegan();
        // Only a message proves a credential: what carries none may be answered without a look at it.
        if (exchange.Access.IsUnconfirmed && exchange.Message is { Kind: MessageKind.Request } && answer.IsSuccessStatusCode)
            callers.Confirm(exchange.Caller);

        // 2: headers
        var headers = context.Response.Headers;
        // A browser that was led here asks with GET: what the server then says is no page of Edge's origin.
        if (HttpMethods.IsGet(context.Request.Method))
        {
            headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
        }

        QuotaHeader.Write(exchange, headers);
        SealSession(exchange, headers);

        // 3: a status that answers nobody
        if (WhyNoAnswer(exchange, answer) is { } reason)
        {
            var status = (int)answer.StatusCode;
            transform.SuppressResponseBody = true;
            if (IsRedirect(status))
                log.Redirected(exchange, status, answer.Headers.Location);
            else
                log.NoAnswer(exchange, status);
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status502BadGateway, reason);
            return;
        }

        if (!AnswerHeaders.HasBody((int)answer.StatusCode))
        {
            transform.SuppressResponseBody = true;
            headers.Remove(HeaderNames.ContentType);
            headers.Remove(HeaderNames.ContentEncoding);
            return;
        }

        // 4: challenges and their documents; one that is meant for Edge would make a caller doubt its own token
        if (exchange.Access.Credential is not null && answer.StatusCode is (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            transform.SuppressResponseBody = true;
            log.CredentialRefused(exchange, (int)answer.StatusCode);
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status502BadGateway, "the server refused Edge's credential");
            return;
        }

        if (await authorization.ApplyAsync(exchange, transform))
            return;

        // 5, 6: the body
        var seen = exchange.ServerAnswer ?? throw new InvalidOperationException("An answer that did not begin.");
        var stream = seen.Begin(Watch(exchange, answer, await answer.Content.ReadAsStreamAsync(transform.CancellationToken)));
        var format = ResponseMediaType.FormatOf(headers.ContentType);
        var judge = results.JudgeOf(exchange, seen);
        if (judge is not null || lists.Judges(exchange))
        {
            if (await lists.ApplyAsync(exchange, transform, stream, format, seen, judge))
                return;
        }
        else
        {
            answer.Content = new StreamContent(new OutcomeObservingStream(
                lists.Observe(exchange, stream, format), format, seen, headers.ContentLength));
        }

        // 7: callers see that a silent stream is open
        if (format == ResponseFormat.EventStream)
        {
            headers["X-Accel-Buffering"] = "no";
            await context.Response.Body.FlushAsync(transform.CancellationToken);
        }
    }

    // Not 304, which answers a condition, and 306, which is unused (RFC 9110, 15.4.5 and 15.4.7).
    private static bool IsRedirect(int status) => status is 300 or 301 or 302 or 303 or 305 or 307 or 308;

    private static string? WhyNoAnswer(CallContext exchange, HttpResponseMessage answer) => (int)answer.StatusCode switch
    {
        // A redirect would lead the caller, credential and all, to a place that no policy guards.
        var status when IsRedirect(status) => "The server answered with a redirect, which is not followed.",
        (< 200 or (>= 300 and < 400)) and var status => $"The server answered with status {status}, which is no answer to a call.",
        StatusCodes.Status205ResetContent when exchange.AnswerId.IsPresent =>
            "The server answered with status 205, which carries no answer.",
        StatusCodes.Status204NoContent when exchange.AnswerId.IsPresent && answer.Content.Headers.ContentLength > 0
            => "The server answered with status 204, which carries no answer.",
        _ => null,
    };

    private void SealSession(CallContext exchange, IHeaderDictionary headers)
    {
        var ids = headers[McpHeaders.SessionId];
        headers.Remove(McpHeaders.SessionId);
        if (ids is [{ Length: > 0 } id] && !exchange.IsModern)
            headers[McpHeaders.SessionId] = sessions.Seal(id, exchange.Route.Server, exchange.Caller.GrantId);
    }

    private IdleTimeoutStream Watch(CallContext exchange, HttpResponseMessage answer, Stream body)
    {
        var silence = exchange.IsOpenEnded ? Timeout.InfiniteTimeSpan : wire.CallTimeout;
        var ending = exchange.Forwarding?.Stream?.Ended ?? CancellationToken.None;
        var isStream = answer.Content.Headers.ContentType is { MediaType: { } type }
            && type.Equals("text/event-stream", StringComparison.OrdinalIgnoreCase);
        return new IdleTimeoutStream(body, silence, clock, isStream && exchange.AnswerId.IsPresent
            ? FaultAnswer.Event(exchange.AnswerId, "The server did not go on in time.") : default, exchange.Times, ending);
    }
}
