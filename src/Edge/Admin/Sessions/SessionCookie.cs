namespace Edge.Admin.Sessions;

/// <summary>The cookie of a session: for this host and no script, and sent by no other site.</summary>
internal static class SessionCookie
{
    // Over https the prefix binds the cookie to the host that set it (RFC 6265bis, section 4.1.3.2).
    private const string PlainName = "edge_admin";
    private const string SecureName = "__Host-edge_admin";

    /// <summary>The cookie's value in a request; null without one.</summary>
    public static string? Of(HttpRequest request) => request.Cookies[Name(request)];

    /// <summary>Gives the browser the cookie.</summary>
    public static void Set(HttpContext context, string value, AdminSession session) =>
        context.Response.Cookies.Append(Name(context.Request), value, Options(context.Request, session.Expires));

    /// <summary>Takes it back.</summary>
    public static void Remove(HttpContext context) => context.Response.Cookies.Delete(Name(context.Request), Options(context.Request, null));

    private static string Name(HttpRequest request) => request.IsHttps ? SecureName : PlainName;

    private static CookieOptions Options(HttpRequest request, DateTimeOffset? expires) => new()
    {
        HttpOnly = true,
        Secure = request.IsHttps,
        SameSite = SameSiteMode.Strict,
        Path = "/",
        Expires = expires,
        IsEssential = true,
    };
}
