using System.Buffers;
using Edge.Gateway.Calls;
using Edge.Mcp;
using Edge.Mcp.Responses;
using Microsoft.Net.Http.Headers;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>Answers for what went wrong behind the policy: -32603 with the message's id.</summary>
internal static class FaultAnswer
{
    // What describes a body that is not sent.
    private static readonly string[] OfTheBody =
    [
        HeaderNames.ContentType, HeaderNames.ContentLength, HeaderNames.ContentEncoding, HeaderNames.ContentLanguage,
        HeaderNames.ContentLocation, HeaderNames.ContentRange, HeaderNames.ContentDisposition, HeaderNames.ContentMD5, HeaderNames.ETag,
        HeaderNames.LastModified, HeaderNames.AcceptRanges, "Digest", "Content-Digest", "Repr-Digest",
    ];

    /// <summary>Answers, unless the server's answer is on its way already.</summary>
    public static Task WriteAsync(CallContext exchange, int status, string message, string? retryAfter = null) =>
        WriteAsync(exchange, exchange.AnswerId, status, message, retryAfter);

    /// <summary>The same with an id that may have been read although the step that read it has not returned.</summary>
    public static Task WriteAsync(CallContext exchange, JsonRpcId id, int status, string message, string? retryAfter = null)
    {
        var body = new ArrayBufferWriter<byte>(256);
        RpcErrorWriter.Write(body, id, RpcCodes.InternalError, message);
        return WriteAsync(exchange, status, RpcCodes.InternalError, message, body, retryAfter);
    }

    /// <summary>Answers in the place of an answer that is withheld, unless it is on its way already.</summary>
    public static Task WriteAsync(CallContext exchange, int status, WithheldReason reason, ListFilterOptions options)
    {
        var body = new ArrayBufferWriter<byte>(256);
        WithheldAnswer.Write(body, exchange.AnswerId, reason, options);
        var message = WithheldAnswer.Message(reason, options.IsListExpected);
        return WriteAsync(exchange, status, WithheldAnswer.Code(reason), message, body, retryAfter: null);
    }

    /// <summary>The same as the last event of a stream, which may have broken off within another.</summary>
    public static ReadOnlyMemory<byte> Event(JsonRpcId id, string message)
    {
        var body = new ArrayBufferWriter<byte>(256);
        body.Write("\n\nevent: message\ndata: "u8);
        RpcErrorWriter.Write(body, id, RpcCodes.InternalError, message);
        body.Write("\n\n"u8);
        return body.WrittenMemory;
    }

    /// <summary>Leaves the body out of an answer whose status says all.</summary>
    public static void WithoutBody(HttpResponse response)
    {
        RemoveBodyHeaders(response.Headers);
        if (AnswerHeaders.HasBody(response.StatusCode))
            response.ContentLength = 0;
    }

    private static async Task WriteAsync(
        CallContext exchange, int status, int code, string message, ArrayBufferWriter<byte> body, string? retryAfter)
    {
        var response = exchange.Context.Response;
        if (response.HasStarted)
            return;
        // Where the server's status stays, what belongs to it stays: the challenge of a 401, the methods of a 405, the wait of a 429.
        if (response.StatusCode == status)
            RemoveBodyHeaders(response.Headers);
        else
            response.Clear();
        response.StatusCode = status;
        if (retryAfter is not null)
            response.Headers.RetryAfter = retryAfter;
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        exchange.EdgeAnswers(new OwnAnswer(new(OutcomeKind.RpcError, code, body.WrittenCount, Completed: true), message));
        await response.Body.WriteAsync(body.WrittenMemory, exchange.Context.RequestAborted);
    }

    private static void RemoveBodyHeaders(IHeaderDictionary headers)
    {
        foreach (var name in OfTheBody)
            headers.Remove(name);
    }
}
