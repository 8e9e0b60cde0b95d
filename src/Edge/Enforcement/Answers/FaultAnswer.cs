using System.Buffers;
using Edge.Mcp;
using Edge.Mcp.Responses;

namespace Edge.Enforcement.Answers;

/// <summary>Answers for what went wrong behind the policy: -32603 with the message's id.</summary>
internal static class FaultAnswer
{
    /// <summary>Answers, unless the server's answer is on its way already.</summary>
    public static async Task WriteAsync(Exchange exchange, int status, string message, string? retryAfter = null)
    {
        var response = exchange.Context.Response;
        if (response.HasStarted)
            return;
        exchange.Fault = message;
        // Where the server's status stays, what belongs to it stays: the challenge of a 401, the methods of a 405, the wait of a 429.
        var headers = response.Headers;
        var (challenge, allow, wait) = response.StatusCode == status ? (headers.WWWAuthenticate, headers.Allow, headers.RetryAfter) : default;
        response.Clear();
        response.StatusCode = status;
        (headers.WWWAuthenticate, headers.Allow, headers.RetryAfter) = (challenge, allow, retryAfter ?? wait);
        var body = new ArrayBufferWriter<byte>(256);
        RpcErrorWriter.Write(body, exchange.AnswerId, RpcCodes.InternalError, message);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        exchange.OwnAnswer = new ResponseOutcome(OutcomeKind.RpcError, RpcCodes.InternalError, body.WrittenCount, Completed: true);
        await response.Body.WriteAsync(body.WrittenMemory, exchange.Context.RequestAborted);
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
}
