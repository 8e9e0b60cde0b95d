using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Edge.Mcp.Requests;

/// <summary>Which body a request may announce: JSON in UTF-8, not encoded; the same to every reader.</summary>
internal static class ContentRules
{
    private const string Json = "application/json";

    private static readonly Refusal WrongType = Refusal.Request(
        RefusalReason.ContentType,
        "Send the message with exactly one Content-Type, 'application/json', whose charset is absent or utf-8.",
        StatusCodes.Status415UnsupportedMediaType);

    private static readonly Refusal Encoded = Refusal.Request(
        RefusalReason.ContentEncoding,
        "Send the message without Content-Encoding: a compressed body is not read.",
        StatusCodes.Status415UnsupportedMediaType);

    /// <summary>Checks <c>Content-Type</c> and <c>Content-Encoding</c>; null if both are in order.</summary>
    public static Refusal? Check(IHeaderDictionary headers)
    {
        if (headers.ContentEncoding is { Count: > 0 } encoding && !IsIdentity(encoding))
            return Encoded;
        return headers.ContentType is { Count: 1 } type && IsJson(type.ToString()) ? null : WrongType;
    }

    private static bool IsIdentity(StringValues encoding) =>
        encoding.Count == 1 && encoding.ToString().Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static bool IsJson(string contentType)
    {
        if (contentType.Equals(Json, StringComparison.OrdinalIgnoreCase))
            return true;
        return MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase)
            && (type.Parameters.Count == 0 || (type.Parameters.Count == 1 && IsUtf8(type.Parameters.First())));
    }

    private static bool IsUtf8(NameValueHeaderValue parameter) =>
        parameter.Name.Equals("charset", StringComparison.OrdinalIgnoreCase)
        && HeaderUtilities.RemoveQuotes(parameter.Value).Equals("utf-8", StringComparison.OrdinalIgnoreCase);
}
