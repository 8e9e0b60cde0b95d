using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Edge.Mcp.Requests;

/// <summary>Which web pages may call, and what the answers to them say (the Fetch standard, "CORS protocol"). Thread-safe.</summary>
internal sealed class CrossOrigin
{
    private const string Methods = "GET, POST, DELETE";
    private const string Exposed = "Mcp-Session-Id, WWW-Authenticate, Retry-After, RateLimit, Allow";

    private static readonly FrozenSet<string> Headers = new[]
    {
        HeaderNames.Accept, HeaderNames.Authorization, HeaderNames.ContentType,
        McpHeaders.ProtocolVersion, McpHeaders.Method, McpHeaders.Name, McpHeaders.SessionId, McpHeaders.LastEventId,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly FrozenSet<Origin> _allowed;

    /// <summary>Takes the origins that are allowed besides the request's own; throws on what is not an origin.</summary>
    public CrossOrigin(IEnumerable<string> allowedOrigins)
    {
        HashSet<Origin> allowed = [];
        foreach (var text in allowedOrigins)
        {
            if (!Origin.TryParse(text, out var origin))
                throw new FormatException($"'{text}' is not an origin; write it as 'https://app.example.com'");
            allowed.Add(origin);
        }

        _allowed = allowed.ToFrozenSet();
    }

    /// <summary>Whether a request's origin is its own, by its checked <c>Host</c>, or on the list; one without is no page's.</summary>
    public bool Allows(HttpRequest request)
    {
        var header = request.Headers.Origin;
        if (header.Count == 0)
            return true;
        return Origin.TryParse(header.ToString(), out var origin)
            && (_allowed.Contains(origin) || (Origin.TryOf(request, out var own) && own == origin));
    }

    /// <summary>Lets the page that asked, whose origin was found allowed, read the answer; without an origin does nothing.</summary>
    public static void AddHeaders(HttpRequest request, HttpResponse response)
    {
        var origin = request.Headers.Origin;
        if (origin.Count != 1)
            return;
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers.AccessControlExposeHeaders = Exposed;
        response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
    }

    /// <summary>Answers an <c>OPTIONS</c> request that admission let through.</summary>
    public static void AnswerPreflight(HttpRequest request, HttpResponse response)
    {
        response.StatusCode = StatusCodes.Status204NoContent;
        AddHeaders(request, response);
        response.Headers.AccessControlAllowMethods = Methods;
        response.Headers.AccessControlAllowHeaders = Permitted(request.Headers.AccessControlRequestHeaders);
        response.Headers.AccessControlMaxAge = "600";
    }

    // Mcp-Param-* has no fixed names, and a wildcard would not cover Authorization: what was asked for is repeated, if known.
    private static StringValues Permitted(StringValues requested)
    {
        List<string> permitted = [.. Headers.Order(StringComparer.OrdinalIgnoreCase)];
        foreach (var line in requested)
        {
            foreach (var name in (line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (name.StartsWith(McpHeaders.ParamPrefix, StringComparison.OrdinalIgnoreCase) && HeaderValue.IsName(name))
                    permitted.Add(name);
            }
        }

        return string.Join(", ", permitted);
    }
}
