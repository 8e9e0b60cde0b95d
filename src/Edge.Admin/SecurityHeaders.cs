using Microsoft.Net.Http.Headers;

namespace Edge.Admin;

/// <summary>Tells browsers to keep every answer of the admin port to themselves. What an answer says itself stays.</summary>
internal static class SecurityHeaders
{
    private static readonly KeyValuePair<string, string>[] Headers =
    [
        new(HeaderNames.ContentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        new(HeaderNames.XContentTypeOptions, "nosniff"),
        new(HeaderNames.XFrameOptions, "DENY"),
        new("Referrer-Policy", "no-referrer"),
        new("Cross-Origin-Opener-Policy", "same-origin"),
        new("Cross-Origin-Resource-Policy", "same-origin"),
        new(HeaderNames.CacheControl, "no-store"),
    ];

    /// <summary>Adds them to every answer as it begins: answers to errors are written anew on the way.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            foreach (var (name, value) in Headers)
                headers.TryAdd(name, value);
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
