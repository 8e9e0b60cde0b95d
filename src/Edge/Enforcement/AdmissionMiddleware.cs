using Edge.Mcp.Requests;

namespace Edge.Enforcement;

/// <summary>Turns away, before anything is read, what no server behind Edge should see. Thread-safe.</summary>
internal sealed class AdmissionMiddleware(RequestDelegate next, RequestAdmission admission, DecisionRecorder recorder)
{
    /// <summary>Admits or answers.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (admission.Check(context) is { } refusal)
        {
            recorder.Refused(context, refusal);
            return RefusalWriter.WriteAsync(context, refusal, default);
        }

        if (context.Request.Method == HttpMethods.Options)
        {
            CrossOrigin.AnswerPreflight(context.Request, context.Response);
            return Task.CompletedTask;
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
