using Edge.Gateway;
using Edge.Stores.Redis;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Redis to Edge as the store of limits.</summary>
public static class RedisEdgeBuilderExtensions
{
    /// <summary>
    /// Counts limits in Redis (6.2 or later), which several processes share. Freezes and approvals stay in the store that was added before.
    /// The connection is opened before the host starts; if Redis cannot be used, the start fails. All processes need the same
    /// <see cref="EdgeOptions.KeyFile"/>, because names of callers and sessions are derived from it.
    /// </summary>
    /// <param name="builder">The builder that <c>AddEdge</c> returned.</param>
    /// <param name="connectionString">
    /// How StackExchange.Redis reaches Redis, such as <c>redis:6379,ssl=true</c>; sentinel (<c>serviceName=</c>) and cluster too. Default:
    /// null, for <c>Edge:Limits:ConnectionString</c>. A secret: it is never logged.
    /// </param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Its keys: <c>Limits:ConnectionString</c>; <c>Limits:FailureMode</c> (<c>closed</c> or <c>open</c>); <c>Limits:OnLoss</c>
    /// (<c>go_on</c> or <c>deny</c>). Call it after the durable store was added.
    /// </remarks>
    /// <exception cref="ArgumentException">The builder is not the one that <c>AddEdge</c> returned.</exception>
    public static IEdgeBuilder AddRedisLimits(this IEdgeBuilder builder, string? connectionString = null)
    {
        var edge = EdgeBuilder.Of(builder);
        edge.Services.AddRedisLimits(edge.Read(reader => RedisSettings.Read(reader, connectionString)));
        return builder;
    }
}
