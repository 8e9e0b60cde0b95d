using Edge.Gateway;
using Edge.Gateway.Calls;
using Edge.Gateway.Rejections;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds parts to Edge.</summary>
public static class EdgeBuilderExtensions
{
    /// <summary>
    /// Adds an observer of calls, after Edge's own and after those that were added before. One instance observes all calls; it is a
    /// singleton, which other services can use too.
    /// </summary>
    /// <typeparam name="T">The observer. The container creates it once.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IEdgeBuilder AddCallObserver<T>(this IEdgeBuilder builder)
        where T : class, ICallObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCallObserver<T>();
        return builder;
    }

    /// <summary>
    /// Adds an observer of requests that are rejected before a decision. One instance, a singleton, observes all requests.
    /// </summary>
    /// <typeparam name="T">The observer. The container creates it once.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IEdgeBuilder AddRejectionObserver<T>(this IEdgeBuilder builder)
        where T : class, IRejectionObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRejectionObserver<T>();
        return builder;
    }

    /// <summary>Makes a route without a policy an error that stops the start, for applications that are nothing but a gateway. Default:
    /// such routes pass untouched.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The builder is not the one that <c>AddEdge</c> returned.</exception>
    public static IEdgeBuilder RequirePolicies(this IEdgeBuilder builder)
    {
        EdgeBuilder.Of(builder).RequiresPolicies = true;
        return builder;
    }
}
