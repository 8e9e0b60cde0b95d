using System.Text;
using Edge.Admin.Console.Html;
using Edge.Admin.Sessions;
using Microsoft.Net.Http.Headers;

namespace Edge.Admin.Console;

/// <summary>An answer that is a page: what is asked for within what every page has. Immutable.</summary>
/// <param name="Title">The page's title.</param>
/// <param name="Body">What is asked for.</param>
internal sealed record HtmlPage(string Title, Markup Body) : IResult
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; form-action 'self'; "
        + "frame-ancestors 'none'; base-uri 'none'";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;

    /// <summary>The scripts of the page, by the name of their file.</summary>
    public IReadOnlyList<string> Scripts { get; init; } = [];

    /// <summary>The entry of the menu that the page belongs to; none by default.</summary>
    public string? Section { get; init; }

    /// <inheritdoc />
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var session = httpContext.Features.Get<AdminSession>();
        var signedIn = httpContext.User.Identity is { IsAuthenticated: true };
        var bar = signedIn ? await ConsoleBar.MakeAsync(httpContext, Section, session) : Markup.Empty;
        var page = Markup.Of($"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{Title} · Edge</title>
            <link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
            <link rel="stylesheet" href="/assets/console.css">
            <script type="module" src="/assets/session.js"></script>
            {Scripts.Select(script => Markup.Of($"""<script type="module" src="{Address.To($"/assets/{script}")}"></script>"""))}
            </head>
            <body>
            <a class="skip" href="#main">Skip to the content</a>
            {bar}
            <main id="main" tabindex="-1">
            {Body}
            </main>
            </body>
            </html>

            """);
        var bytes = Encoding.UTF8.GetBytes(page.ToString());
        var response = httpContext.Response;
        response.StatusCode = Status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers[HeaderNames.ContentSecurityPolicy] = Policy;
        // With no-referrer browsers would send 'null' as the origin of forms, which is refused.
        response.Headers["Referrer-Policy"] = "same-origin";
        if (!HttpMethods.IsHead(httpContext.Request.Method))
            await response.Body.WriteAsync(bytes, httpContext.RequestAborted);
    }
}
