using System.Threading.RateLimiting;
using Edge.Gateway.Enforcement.Denials;
using Edge.Gateway.Rejections;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Microsoft.AspNetCore.RateLimiting;

namespace Edge.Gateway.Flood;

/// <summary>Answers requests that come too fast: 429 with a JSON-RPC error without id, because nothing was read. Thread-safe.</summary>
internal sealed class FloodAnswer(RejectionObservers rejections, FloodReport report)
{
    private static readonly Refusal TooManyOfAddress = TooMany("Send fewer requests: this address sent more than the limit allows.");

    private static readonly Refusal TooManyOfGrant = TooMany("Send fewer requests: this grant sent more than the limit allows.");

    /// <summary>The middleware's options for requests counted by address.</summary>
    public RateLimiterOptions ForAddress(PartitionedRateLimiter<HttpContext> limiter) => Options(limiter, TooManyOfAddress);

    /// <summary>Answers a request of a grant that sent too many.</summary>
    public Task RefuseGrantAsync(HttpContext context) => RefuseAsync(context, TooManyOfGrant);

    private RateLimiterOptions Options(PartitionedRateLimiter<HttpContext> limiter, Refusal refusal) => new()
    {
        GlobalLimiter = limiter,
        RejectionStatusCode = refusal.Status,
        OnRejected = (rejected, _) => new ValueTask(RefuseAsync(rejected.HttpContext, refusal)),
    };

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        rejections.Rejected(context, refusal);
        report.RefusedRequest(context.Connection.RemoteIpAddress);
        return RefusalWriter.WriteAsync(context, context.GetEndpoint() is null ? refusal.WithoutBody() : refusal, default);
    }

    private static Refusal TooMany(string message) => new()
    {
        Reason = RefusalReason.Flood,
        Status = StatusCodes.Status429TooManyRequests,
        RpcCode = DenialWire.For(DecisionReason.RateLimited).RequestCode,
        Message = message,
        // At least one request a second is let in: FloodSettings.
        RetryAfterSeconds = 1,
    };
}
