using Edge.Gateway.Rejections;
using Edge.Mcp.Requests;

namespace Edge.Gateway.Enforcement;

/// <summary>Turns away callers who may not speak to Edge at all, on any path, before anything is read. Thread-safe.</summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, RequestAdmission admission, RejectionObservers rejections)
{
    /// <summary>Admits or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (admission.CheckCaller(context) is { } refusal)
        {
            rejections.Rejected(context, refusal);
            return RefusalWriter.WriteAsync(context, context.GetEndpoint() is null ? refusal.WithoutBody() : refusal, default);
        }

        // When the answer begins, because answers may be written anew on the way.
        if (context.Request.Headers.Origin.Count > 0)
        {
            context.Response.OnStarting(static state =>
            {
                var started = (HttpContext)state;
                CrossOrigin.AddHeaders(started.Request, started.Response);
                return Task.CompletedTask;
            }, context);
        }

        return next(context);
    }
}
