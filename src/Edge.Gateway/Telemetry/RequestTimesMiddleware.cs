using Edge.Gateway.Calls;
using Edge.Gateway.Telemetry.Metrics;

namespace Edge.Gateway.Telemetry;

/// <summary>Starts the clock of <see cref="RequestTimes"/>, if anybody wants to know what Edge costs. Thread-safe.</summary>
internal sealed class RequestTimesMiddleware(RequestDelegate next, EdgeMetrics metrics, TimeProvider clock)
{
    /// <summary>Times a request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (metrics.MeasuresOverhead)
        {
            var times = new MeasuredRequest(metrics, clock);
            context.Features.Set<RequestTimes>(times);
            context.Response.OnStarting(
                static state =>
                {
                    ((MeasuredRequest)state).AnswerBegins();
                    return Task.CompletedTask;
                },
                times);
        }

        return next(context);
    }
}
