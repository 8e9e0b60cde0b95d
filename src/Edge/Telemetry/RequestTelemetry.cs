using System.Diagnostics;
using System.Globalization;
using Edge.Telemetry.Metrics;
using Microsoft.AspNetCore.Http.Features;

namespace Edge.Telemetry;

/// <summary>
/// The first middleware: names the server span and gives it route and status, which ASP.NET 10 does not, and starts the clock of
/// <see cref="RequestTimes"/>. Thread-safe.
/// </summary>
internal sealed class RequestTelemetry(RequestDelegate next, EdgeMetrics metrics, TimeProvider clock)
{
    /// <summary>Watches a request, if anybody listens.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (metrics.MeasuresOverhead)
        {
            var times = new RequestTimes(metrics, clock);
            context.Features.Set(times);
            context.Response.OnStarting(
                static state =>
                {
                    ((RequestTimes)state).AnswerBegins();
                    return Task.CompletedTask;
                },
                times);
        }

        // ASP.NET makes an activity for its log scopes too, of which no listener asks anything.
        return context.Features.Get<IHttpActivityFeature>()?.Activity is { IsAllDataRequested: true } span && span.Source.HasListeners()
            ? WatchAsync(context, span)
            : next(context);
    }

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
            Describe(context, span, returned || context.Response.HasStarted ? context.Response.StatusCode : StatusCodes.Status500InternalServerError);
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
        HttpMethods.IsPost(method) || HttpMethods.IsGet(method) || HttpMethods.IsDelete(method) || HttpMethods.IsOptions(method) || HttpMethods.IsHead(method)
        || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method) || HttpMethods.IsConnect(method) || HttpMethods.IsTrace(method);
}
