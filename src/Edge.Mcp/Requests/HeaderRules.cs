using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Edge.Mcp.Requests;

/// <summary>
/// What no request's headers may do: say one thing twice, hide a header behind <c>Connection</c>, or say what cannot be sent on.
/// </summary>
internal static class HeaderRules
{
    private static readonly Refusal TwiceOrigin = Twice(HeaderNames.Origin);
    private static readonly Refusal TwiceAuthorization = Twice(HeaderNames.Authorization);
    private static readonly Refusal TwiceContentType = Twice(HeaderNames.ContentType);

    private static readonly Refusal TwiceMirrored = new()
    {
        Reason = RefusalReason.DuplicateHeader,
        RpcCode = RpcCodes.HeaderMismatch,
        Message = "Send every Mcp-* header, and MCP-Protocol-Version, once: two readers could take two values.",
    };

    private static readonly Refusal HidesHeader = Refusal.Request(
        RefusalReason.ConnectionHeader,
        "Name only hop-by-hop headers in Connection: one that is meant for the server may not be dropped on the way.");

    // The connection to a server carries nothing else, and what was judged must arrive as it was.
    private static readonly Refusal NotAscii = Refusal.Request(
        RefusalReason.HeaderValue,
            "Send header values in ASCII: one of them has another character, such as a no-break space behind a token.");

    /// <summary>Refuses a repeated <c>Origin</c>, which must be known before origins are compared.</summary>
    public static Refusal? CheckOrigin(IHeaderDictionary headers) => headers.Origin.Count > 1 ? TwiceOrigin : null;

    /// <summary>Checks all the others; null if they are in order.</summary>
    public static Refusal? Check(IHeaderDictionary headers)
    {
        if (headers.Authorization.Count > 1)
            return TwiceAuthorization;
        if (headers.ContentType.Count > 1)
            return TwiceContentType;
        foreach (var header in headers)
        {
            if (header.Value.Count > 1 && header.Key.StartsWith(McpHeaders.Prefix, StringComparison.OrdinalIgnoreCase))
                return TwiceMirrored;
            if (!IsAscii(header.Value) && !ForwardedHeaderRules.Drops(header.Key))
                return NotAscii;
        }

        return CheckConnection(headers);
    }

    // RFC 9110, section 7.6.1: a sender must not list a field that is intended for all recipients.
    private static Refusal? CheckConnection(IHeaderDictionary headers)
    {
        foreach (var option in ConnectionOptions.Of(headers))
        {
            if (ConnectionOptions.IsEndToEnd(option))
                return HidesHeader;
        }

        return null;
    }

    private static bool IsAscii(StringValues values)
    {
        foreach (var value in values)
        {
            if (!Ascii.IsValid(value))
                return false;
        }

        return true;
    }

    private static Refusal Twice(string name) =>
        Refusal.Request(RefusalReason.DuplicateHeader, $"Send the header {name} once: two readers could take two values.");
}
