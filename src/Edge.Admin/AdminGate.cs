using Edge.Mcp.Requests;

namespace Edge.Admin;

/// <summary>Turns away from the admin port, before anything else, what a web page of someone else's could have sent. Thread-safe.</summary>
/// <remarks>(1) the host is ours; (2) no foreign page: its origin, or the browser's own word that it is of another site.</remarks>
internal sealed class AdminGate(RequestDelegate next, AdminHosts hosts, AdminSettings settings)
{
    private static readonly AdminProblem WrongHost = new(
        StatusCodes.Status400BadRequest, "host",
            "Address the request to a host of this port: the Host header is not in Edge:Admin:AllowedHosts.");

    private static readonly AdminProblem ForeignPage = new(
        StatusCodes.Status403Forbidden, "origin", "Web pages of other sites may not call this port.");

    // Behind a proxy that ends TLS the console's own pages have the origin of the public address.
    private readonly CrossOrigin _origins = new(settings.PublicUrl is { } url ? [url.GetLeftPart(UriPartial.Authority)] : []);

    /// <summary>Lets through or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        // 1: the host
        if (!hosts.Allows(context.Request.Host))
            return WrongHost.ExecuteAsync(context);

        // 2: foreign pages
        if (!_origins.Allows(context.Request) || IsCrossSite(context.Request))
            return ForeignPage.ExecuteAsync(context);

        return next(context);
    }

    private static bool IsCrossSite(HttpRequest request)
    {
        foreach (var value in request.Headers["Sec-Fetch-Site"])
        {
            if (string.Equals(value?.Trim(), "cross-site", StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
