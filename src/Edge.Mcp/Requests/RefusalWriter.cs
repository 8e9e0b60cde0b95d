using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Edge.Mcp.Requests;

/// <summary>Writes a <see cref="Refusal"/> as an HTTP answer.</summary>
internal static class RefusalWriter
{
    /// <summary>
    /// Answers with status, headers and, unless there is no code, a JSON-RPC error; <paramref name="id"/> is repeated where the
    /// refusal allows it and an id was read, and is otherwise left out (base protocol, "Error Responses").
    /// </summary>
    public static async Task WriteAsync(HttpContext context, Refusal refusal, JsonRpcId id)
    {
        var response = context.Response;
        response.StatusCode = refusal.Status;
        if (refusal.Allow is not null)
            response.Headers.Allow = refusal.Allow;
        if (refusal.RetryAfterSeconds is { } seconds)
            response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        if (refusal.ClosesConnection && HttpProtocol.IsHttp11(context.Request.Protocol))
            response.Headers.Connection = "close";
        if (refusal.RpcCode is not { } code || HttpMethods.IsHead(context.Request.Method))
            return;

        var body = new ArrayBufferWriter<byte>(512);
        RpcErrorWriter.Write(
            body, refusal.EchoId ? id : default, code, refusal.Message, refusal.Supported is null ? null
                : json => WriteRevisions(json, refusal));
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static void WriteRevisions(Utf8JsonWriter json, Refusal refusal)
    {
        json.WriteStartArray("supported"u8);
        foreach (var revision in refusal.Supported ?? [])
            json.WriteStringValue(revision);
        json.WriteEndArray();
        json.WriteString("requested"u8, refusal.Requested);
    }
}
