namespace Edge.Gateway.Flood;

/// <summary>Lets no grant send more requests than it may. Thread-safe.</summary>
internal sealed class GrantFloodLimit(RequestDelegate next, FloodLimiters limiters, FloodAnswer answer)
{
    /// <summary>Passes or answers.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        // Buckets give nothing back: the lease need not live as long as the request.
        using (var lease = limiters.PerGrant.AttemptAcquire(context))
        {
            if (!lease.IsAcquired)
            {
                await answer.RefuseGrantAsync(context);
                return;
            }
        }

        await next(context);
    }
}
