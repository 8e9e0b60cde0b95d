using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.Gateway.Telemetry;

/// <summary>The first middleware: names the server span and gives it route and status, which ASP.NET 10 does not. Thread-safe.</summary>
internal sealed class ServerSpan(RequestDelegate next)
{
    /// <summary>Describes the request's span, if anybody listens.</summary>
    public Task InvokeAsync(HttpContext context) =>
        // ASP.NET makes an activity for its log scopes too, of which no listener asks anything.
        context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && span.Source.HasListeners()
            ? WatchAsync(context, span)
            : next(context);

    private async Task WatchAsync(HttpContext context, Activity span)
    {
        var returned = false;
        try
        {
            await next(context);
            returned = true;
        }
        finally
        {
            // What falls through to the server is answered with 500 there.
            Describe(context, span, returned || context.Response.HasStarted ? context.Response.StatusCode
                : StatusCodes.Status500InternalServerError);
        }
    }

    private static void Describe(HttpContext context, Activity span, int status)
    {
        var method = HttpMethods.GetCanonicalizedValue(context.Request.Method) is var known && IsStandard(known) ? known : "HTTP";
        span.SetTag(AttributeNames.HttpStatus, status);
        if (context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
        {
            span.SetTag(AttributeNames.HttpRoute, route);
            span.DisplayName = $"{method} {route}";
        }
        else
        {
            span.DisplayName = method;
        }

        if (status < StatusCodes.Status500InternalServerError)
            return;
        span.SetTag(AttributeNames.ErrorType, status.ToString(CultureInfo.InvariantCulture));
        span.SetStatus(ActivityStatusCode.Error);
    }

    // HTTP conventions: a method that is not a standard one must not become part of a name.
    private static bool IsStandard(string method) =>
        HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsDelete(method) || HttpMethods.IsOptions(method)
        || HttpMethods.IsHead(method)
        || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsConnect(method) || HttpMethods.IsTrace(method);
}
