using System.Threading.RateLimiting;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;

namespace Edge.Gateway.Flood;

/// <summary>The framework's token buckets, one an address and one a grant. Thread-safe.</summary>
/// <remarks>
/// A bucket is forgotten ten seconds after it has filled again: what they occupy is bounded by the connections and requests that Edge can
/// take in that time, not by how many addresses there are.
/// </remarks>
internal sealed class FloodLimiters : IAsyncDisposable
{
    /// <summary>Makes the limiters.</summary>
    /// <param name="settings">How much is let in.</param>
    /// <param name="callerOf">Who makes a request, once that is known.</param>
    public FloodLimiters(FloodSettings settings, Func<HttpContext, Caller> callerOf)
    {
        var bucket = settings.Bucket();
        PerAddress = ByAddress(_ => new TokenBucketRateLimiter(bucket));
        PerGrant = ByGrant(callerOf, _ => new TokenBucketRateLimiter(bucket));
    }

    /// <summary>Counts by client address, IPv6 by /64.</summary>
    public PartitionedRateLimiter<HttpContext> PerAddress { get; }

    /// <summary>Counts by grant. Callers without one share nothing that one of them could use up: their addresses bound them.</summary>
    public PartitionedRateLimiter<HttpContext> PerGrant { get; }

    /// <summary>A limiter for each client address, made by <paramref name="make"/> when its first request comes.</summary>
    public static PartitionedRateLimiter<HttpContext> ByAddress(Func<ClientNetwork, RateLimiter> make) =>
        PartitionedRateLimiter.Create<HttpContext, ClientNetwork>(
            context => RateLimitPartition.Get(ClientNetwork.Of(context.Connection.RemoteIpAddress), make));

    /// <summary>A limiter for each grant, made by <paramref name="make"/> when its first request comes.</summary>
    public static PartitionedRateLimiter<HttpContext> ByGrant(Func<HttpContext, Caller> callerOf, Func<string, RateLimiter> make) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context => callerOf(context) is var caller
        && ReferenceEquals(caller, Caller.Anonymous)
            ? RateLimitPartition.GetNoLimiter(caller.GrantId)
            : RateLimitPartition.Get(caller.GrantId, make));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await PerAddress.DisposeAsync();
        await PerGrant.DisposeAsync();
    }
}
