using System.Buffers;
using System.Collections.Frozen;
using System.Net.Http.Headers;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>
/// Takes over the headers of a server's answer, in the place of YARP, which gives up the whole answer for one that cannot be sent on.
/// Trailers stay behind (RFC 9110, section 6.5.1, lets any recipient drop them). Thread-safe.
/// </summary>
internal static class AnswerHeaders
{
    private static readonly FrozenSet<string> LeftBehind = new[]
    {
        // Hop by hop (RFC 9110, section 7.6.1).
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.ProxyAuthenticate, HeaderNames.TE,
        HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade, "Proxy-Authentication-Info",

        // Taken as a number.
        HeaderNames.ContentLength,

        // What could lead callers past Edge, or is Edge's own to say.
        HeaderNames.SetCookie, HeaderNames.AltSvc, HeaderNames.AccessControlAllowOrigin, HeaderNames.AccessControlAllowCredentials,
        HeaderNames.AccessControlAllowHeaders, HeaderNames.AccessControlAllowMethods, HeaderNames.AccessControlExposeHeaders,
        HeaderNames.AccessControlMaxAge,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    // A tab, and every byte that is no control character: values are bytes, and leave as they came.
    private static readonly SearchValues<char> Sendable =
        SearchValues.Create(
        ['\t', .. Enumerable.Range(' ', '~' - ' ' + 1).Concat(Enumerable.Range(0x80, 0x80)).Select(code => (char)code)]);

    /// <summary>Copies what is the caller's; a value with a control character is left out.</summary>
    public static void Copy(HttpResponseMessage answer, IHeaderDictionary headers)
    {
        Copy(answer.Headers.NonValidated, headers);
        Copy(answer.Content.Headers.NonValidated, headers);

        // A length beside chunks is none (RFC 9112, section 6.3), nor is one that is no number.
        if (HasBody((int)answer.StatusCode) && !answer.Headers.NonValidated.Contains(HeaderNames.TransferEncoding))
            headers.ContentLength = answer.Content.Headers.ContentLength;
    }

    /// <summary>Whether an answer with this status can have a body (RFC 9110, section 15).</summary>
    public static bool HasBody(int status) =>
        status is not (StatusCodes.Status204NoContent or StatusCodes.Status205ResetContent or StatusCodes.Status304NotModified);

    private static void Copy(HttpHeadersNonValidated source, IHeaderDictionary headers)
    {
        foreach (var (name, values) in source)
        {
            if (!LeftBehind.Contains(name) && Read(values) is { Count: > 0 } value)
                headers[name] = StringValues.Concat(headers[name], value);
        }
    }

    private static StringValues Read(HeaderStringValues values)
    {
        if (values.Count == 1)
            return values.ToString() is var single && IsSendable(single) ? single : default;
        var sendable = new List<string>(values.Count);
        foreach (var value in values)
        {
            if (IsSendable(value))
                sendable.Add(value);
        }

        return sendable.ToArray();
    }

    private static bool IsSendable(string value) => !value.AsSpan().ContainsAnyExcept(Sendable);
}
