using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Mcp.Requests;

/// <summary>Writes a <see cref="Refusal"/> as an HTTP answer.</summary>
internal static class RefusalWriter
{
    // The answer is application/json, never a part of a page: quotes and letters may stand as they are.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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
        WriteError(body, refusal, code, id);
        response.ContentType = "application/json";
        response.ContentLength = body.WrittenCount;
        await response.Body.WriteAsync(body.WrittenMemory, context.RequestAborted);
    }

    private static void WriteError(IBufferWriter<byte> body, Refusal refusal, int code, JsonRpcId id)
    {
        using var json = new Utf8JsonWriter(body, Plain);
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, "2.0"u8);
        if (refusal.EchoId && id.IsPresent)
        {
            json.WritePropertyName("id"u8);
            json.WriteRawValue(id.Raw.Span, skipInputValidation: true);
        }

        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("message"u8, refusal.Message);
        if (refusal.Supported is not null)
        {
            json.WriteStartObject("data"u8);
            json.WriteStartArray("supported"u8);
            foreach (var revision in refusal.Supported)
                json.WriteStringValue(revision);
            json.WriteEndArray();
            json.WriteString("requested"u8, refusal.Requested);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}
