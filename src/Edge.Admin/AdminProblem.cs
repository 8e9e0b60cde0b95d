using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace Edge.Admin;

/// <summary>An answer that says what went wrong: problem details (RFC 9457) with a stable <c>code</c>. Immutable.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">The stable code, snake case.</param>
/// <param name="Detail">What to do, in words for people.</param>
internal sealed record AdminProblem(int Status, string Code, string Detail) : IResult
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/problem+json";

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The problem of an act that cannot be recorded, and is not done.</summary>
    public static readonly AdminProblem Unrecorded = new(
        StatusCodes.Status503ServiceUnavailable, "audit_unavailable", "This cannot be recorded at the moment, and was not done.");

    /// <summary>The problem of a request that nothing here answers.</summary>
    public static AdminProblem Of(int status) => status switch
    {
        StatusCodes.Status404NotFound => new(status, "not_found", "There is nothing at this address."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method_not_allowed", "Use one of the methods in the header Allow."),
        StatusCodes.Status413PayloadTooLarge => new(status, "body_too_large", "Send a smaller body."),
        _ => new(status, "refused", ReasonPhrases.GetReasonPhrase(status)),
    };

    /// <inheritdoc />
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(body, Plain))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "about:blank"u8);
            json.WriteString("title"u8, ReasonPhrases.GetReasonPhrase(Status));
            json.WriteNumber("status"u8, Status);
            json.WriteString("code"u8, Code);
            json.WriteString("detail"u8, Detail);
            json.WriteEndObject();
        }

        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.ContentLength = body.WrittenCount;
        return response.Body.WriteAsync(body.WrittenMemory, httpContext.RequestAborted).AsTask();
    }
}
