using System.Collections.Frozen;
using Microsoft.Net.Http.Headers;

namespace Edge.Mcp.Requests;

/// <summary>
/// Which of a caller's headers reach the server, and what Edge says in their place (design page on the wire, requests 6). Applied last, to
/// the request that is about to be sent. Thread-safe.
/// </summary>
/// <remarks>
/// A name is taken as it is and with its underscores as hyphens, because servers behind CGI-like interfaces do not tell them apart.
/// </remarks>
internal static class ForwardedHeaderRules
{
    private const string ForwardedFor = "X-Forwarded-For";
    private const string ForwardedHost = "X-Forwarded-Host";
    private const string ForwardedProto = "X-Forwarded-Proto";
    private const string ForwardedPrefix = "X-Forwarded-Prefix";

    private static readonly FrozenSet<string> Dropped = new[]
    {
        // Hop by hop (RFC 9110, section 7.6.1, and RFC 9113, section 8.2.2).
        HeaderNames.Connection, HeaderNames.KeepAlive, HeaderNames.ProxyConnection, HeaderNames.ProxyAuthenticate,
        HeaderNames.ProxyAuthorization, HeaderNames.TE, HeaderNames.Trailer, HeaderNames.TransferEncoding, HeaderNames.Upgrade,
        "HTTP2-Settings", "Proxy-Authentication-Info",

        // Edge has read the body whole, as identity, and reads the answer: it asks for identity itself.
        HeaderNames.Expect, HeaderNames.ContentEncoding, HeaderNames.AcceptEncoding,

        // A second method, or a second path.
        "_method", "X-Rewrite-URL",

        // Where the request comes from, which only Edge knows.
        "Forwarded", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "Fastly-Client-IP",
        "X-ProxyUser-Ip",

        // Who the caller is, as proxies tell servers.
        "Remote-User", "X-Remote-User", "X-Authenticated-User",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static readonly string[] DroppedPrefixes =
    [
        "X-HTTP-Method", "X-Method", "X-Forwarded", "X-Original", "X-Edge-", "X-Auth-Request-",
    ];

    /// <summary>Whether a caller's header stays behind.</summary>
    public static bool Drops(string name)
    {
        if (Dropped.Contains(name))
            return true;
        var hyphened = name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : name;
        foreach (var prefix in DroppedPrefixes)
        {
            if (hyphened.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return !ReferenceEquals(hyphened, name)
            && (Dropped.Contains(hyphened) || hyphened.StartsWith(McpHeaders.Prefix, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Removes what stays behind from the request to the server, and sets what Edge says itself.</summary>
    public static void Apply(HttpContext context, HttpRequestMessage forwarded)
    {
        foreach (var header in context.Request.Headers)
        {
            if (Drops(header.Key))
                Remove(forwarded, header.Key);
        }

        foreach (var option in ConnectionOptions.Of(context.Request.Headers))
        {
            if (HeaderValue.IsName(option))
                Remove(forwarded, option);
        }

        // Without the header a server may use any encoding (RFC 9110, section 12.5.3).
        forwarded.Headers.TryAddWithoutValidation(HeaderNames.AcceptEncoding, "identity");
        Set(forwarded, ForwardedFor, AddressOf(context));
        Set(forwarded, ForwardedHost, context.Request.Host.Value);
        Set(forwarded, ForwardedProto, context.Request.Scheme);
        Set(forwarded, ForwardedPrefix, context.Request.PathBase.Value);
    }

    private static string? AddressOf(HttpContext context)
    {
        var address = context.Connection.RemoteIpAddress;
        return address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4().ToString() : address?.ToString();
    }

    private static void Set(HttpRequestMessage forwarded, string name, string? value)
    {
        Remove(forwarded, name);
        if (!string.IsNullOrEmpty(value))
            forwarded.Headers.TryAddWithoutValidation(name, value);
    }

    /// <summary>Removes a header by its name from the request to the server, wherever it stands.</summary>
    /// <remarks>Each of the two collections throws when it is asked to remove a name that belongs into the other.</remarks>
    public static void Remove(HttpRequestMessage forwarded, string name)
    {
        if (forwarded.Headers.NonValidated.Contains(name))
            forwarded.Headers.Remove(name);
        if (forwarded.Content is { } content && content.Headers.NonValidated.Contains(name))
            content.Headers.Remove(name);
    }
}
