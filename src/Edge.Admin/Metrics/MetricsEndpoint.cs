using Edge.Admin.OpenApi;

namespace Edge.Admin.Metrics;

/// <summary><c>/metrics</c>: open, for Prometheus.</summary>
internal static class MetricsEndpoint
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    private static readonly AdminProblem Busy = new(
        StatusCodes.Status503ServiceUnavailable, "busy", "Too many scrapes are under way: ask again in a second.");

    private static readonly AdminProblem Off = new(
        StatusCodes.Status503ServiceUnavailable, "metrics_off", "Nothing is counted: OTEL_SDK_DISABLED is set, or counting failed.");

    /// <summary>Maps it.</summary>
    public static void MapMetrics(this IEndpointRouteBuilder routes) =>
        routes.MapMethods("/metrics", Methods, (Delegate)AnswerAsync).AllowAnonymous()
            .Describe("getMetrics", "Metrics for Prometheus")
            .Answers<string>("The metrics.", type: "text/plain");

    private static async Task AnswerAsync(HttpContext context, IMetricsText metrics)
    {
        if (!metrics.TryEnter())
        {
            context.Response.Headers.RetryAfter = "1";
            await Busy.ExecuteAsync(context);
            return;
        }

        try
        {
            if (await metrics.ReadAsync(context) is not { } text)
            {
                await Off.ExecuteAsync(context);
                return;
            }

            context.Response.ContentLength = text.Length;
            if (!HttpMethods.IsHead(context.Request.Method))
                await context.Response.Body.WriteAsync(text, context.RequestAborted);
        }
        finally
        {
            metrics.Leave();
        }
    }
}
