namespace Edge.Admin.Sessions;

/// <summary>The cookie of a session: for this host and no script, and sent by no other site. Thread-safe.</summary>
internal sealed class SessionCookie(AdminSettings settings)
{
    // Over https the prefix binds the cookie to the host that set it (RFC 6265bis, section 4.1.3.2).
    private const string PlainName = "edge_admin";
    private const string SecureName = "__Host-edge_admin";

    /// <summary>The cookie's value in a request; null without one.</summary>
    public string? Of(HttpRequest request) => request.Cookies[Name(request)];

    /// <summary>Gives the browser the cookie.</summary>
    public void Set(HttpContext context, string value, AdminSession session) =>
        context.Response.Cookies.Append(Name(context.Request), value, Options(context.Request, session.Expires));

    /// <summary>Takes it back.</summary>
    public void Remove(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, null));

    // Behind a proxy that ends TLS the browser's own connection is what counts.
    private bool IsSecure(HttpRequest request) =>
        request.IsHttps
        || (settings.PublicUrl is { Scheme: "https" } url
        && string.Equals(request.Host.Host, url.Host, StringComparison.OrdinalIgnoreCase));

    private string Name(HttpRequest request) => IsSecure(request) ? SecureName : PlainName;

    private CookieOptions Options(HttpRequest request, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = IsSecure(request),
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
