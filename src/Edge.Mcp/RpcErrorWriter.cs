using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Mcp;

/// <summary>Writes JSON-RPC error responses, and the head that every response shares.</summary>
internal static class RpcErrorWriter
{
    /// <summary>The answer is <c>application/json</c>, never a part of a page: quotes and letters may stand as they are.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// Writes an error, with <paramref name="data"/> as its data when given; the id is repeated as it was sent, and left out when there is
    /// none.
    /// </summary>
    public static void Write(IBufferWriter<byte> body, JsonRpcId id, int code, string message, Action<Utf8JsonWriter>? data = null)
    {
        using var json = new Utf8JsonWriter(body, Plain);
        WriteHead(json, id);
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, code);
        json.WriteString("message"u8, message);
        if (data is not null)
        {
            json.WriteStartObject("data"u8);
            data(json);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// Opens the response object and writes version and id (base protocol, "Responses": an unknown id is left out, never null).
    /// </summary>
    public static void WriteHead(Utf8JsonWriter json, JsonRpcId id)
    {
        json.WriteStartObject();
        json.WriteString("jsonrpc"u8, "2.0"u8);
        if (!id.IsPresent)
            return;
        json.WritePropertyName("id"u8);
        json.WriteRawValue(id.Raw.Span, skipInputValidation: true);
    }
}
