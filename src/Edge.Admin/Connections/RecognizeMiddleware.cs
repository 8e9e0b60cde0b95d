namespace Edge.Admin.Connections;

/// <summary>Recognizes the connections of users. Stands behind authentication. Thread-safe.</summary>
internal sealed class RecognizeMiddleware(RequestDelegate next, AdminConnections connections)
{
    /// <summary>Passes the request on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity is { IsAuthenticated: true } && context.Features.Get<AdminConnection>() is { IsKnown: false } connection)
            connections.Recognize(connection);
        return next(context);
    }
}
