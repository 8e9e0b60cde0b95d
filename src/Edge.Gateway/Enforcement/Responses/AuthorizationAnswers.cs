using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.Gateway.Calls;
using Yarp.ReverseProxy.Transforms;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>
/// Keeps the discovery of a server's authorization at Edge's own address: its challenges, and the document they name. Thread-safe.
/// </summary>
/// <param name="publicUrl">The address at which callers reach Edge; null if it is unknown, or the documents are not served.</param>
internal sealed class AuthorizationAnswers(Uri? publicUrl)
{
    private const string ResourceDocument = "/.well-known/oauth-protected-resource";
    private const int MaxDocumentBytes = 256 * 1024;

    /// <summary>Rewrites what the answer says of authorization; true when it was written here.</summary>
    public async ValueTask<bool> ApplyAsync(CallContext exchange, ResponseTransformContext transform)
    {
        var request = exchange.Context.Request;
        var response = exchange.Context.Response;
        if (response.Headers.WWWAuthenticate.Count > 0)
        {
            response.Headers.WWWAuthenticate = Challenge.Rewrite(
                response.Headers.WWWAuthenticate, publicUrl is null ? null : At(ResourceDocument + request.Path));
        }

        if (publicUrl is null || response.StatusCode != StatusCodes.Status200OK
            || !request.Path.StartsWithSegments(ResourceDocument, out var resource))
            return false;
        transform.SuppressResponseBody = true;
        var document = await ReadAsync(transform, exchange.Context.RequestAborted);
        if (document is null || Rewrite(document, At(resource.Value ?? "")) is not { } rewritten)
        {
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status502BadGateway,
                "The server's authorization document could not be read.");
            return true;
        }

        response.ContentLength = rewritten.Length;
        response.Headers.ETag = default;
        await response.Body.WriteAsync(rewritten, exchange.Context.RequestAborted);
        return true;
    }

    private Uri At(string path) => new(publicUrl!.AbsoluteUri.TrimEnd('/') + path);

    private static async Task<byte[]?> ReadAsync(ResponseTransformContext transform, CancellationToken cancellation)
    {
        var content = transform.ProxyResponse!.Content;
        if (content.Headers.ContentLength > MaxDocumentBytes || content.Headers.ContentEncoding.Count > 0)
            return null;
        await using var body = await content.ReadAsStreamAsync(cancellation);
        var bytes = new byte[MaxDocumentBytes + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return length > MaxDocumentBytes ? null : bytes[..length];
    }

    private static ReadOnlyMemory<byte>? Rewrite(byte[] document, Uri resource)
    {
        try
        {
            using var json = JsonDocument.Parse(document, new JsonDocumentOptions { AllowDuplicateProperties = false });
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                return null;
            var buffer = new ArrayBufferWriter<byte>(document.Length + 128);
            using var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
            writer.WriteStartObject();
            foreach (var member in json.RootElement.EnumerateObject())
            {
                if (member.NameEquals("resource"u8))
                    writer.WriteString("resource"u8, resource.AbsoluteUri);
                else
                    member.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.Flush();
            return buffer.WrittenMemory;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
