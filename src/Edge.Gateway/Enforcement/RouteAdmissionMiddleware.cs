using Edge.Gateway.Rejections;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Enforcement;

/// <summary>Turns away, before anything is read, what no route takes. Only configured routes exist. Thread-safe.</summary>
internal sealed class RouteAdmissionMiddleware(RequestDelegate next, RejectionObservers rejections)
{
    /// <summary>Admits or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if ((context.GetEndpoint() is null ? Refusals.NoRoute : RequestAdmission.CheckRequest(context)) is { } refusal)
        {
            rejections.Rejected(context, refusal);
            return RefusalWriter.WriteAsync(context, refusal, default);
        }

        if (context.Request.Method != HttpMethods.Options)
            return next(context);
        CrossOrigin.AnswerPreflight(context.Request, context.Response);
        return Task.CompletedTask;
    }
}
