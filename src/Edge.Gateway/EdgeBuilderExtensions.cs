using Edge.Gateway;
using Edge.Gateway.Calls;
using Edge.Gateway.Rejections;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds parts to Edge.</summary>
public static class EdgeBuilderExtensions
{
    /// <summary>
    /// Adds an observer of calls, behind those that were added before it and behind Edge's own. One instance serves all calls.
    /// </summary>
    /// <typeparam name="T">The observer; made by the container once.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IEdgeBuilder AddCallObserver<T>(this IEdgeBuilder builder)
        where T : class, ICallObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddCallObserver<T>();
        return builder;
    }

    /// <summary>Adds an observer of requests that are refused before they are decided on. One instance serves all requests.</summary>
    /// <typeparam name="T">The observer; made by the container once.</typeparam>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    public static IEdgeBuilder AddRejectionObserver<T>(this IEdgeBuilder builder)
        where T : class, IRejectionObserver
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddRejectionObserver<T>();
        return builder;
    }

    /// <summary>Makes a route without a policy a mistake that stops the start, for hosts that are nothing but a gateway.</summary>
    /// <param name="builder">The builder.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The builder is not the one that <c>AddEdge</c> returned.</exception>
    public static IEdgeBuilder RequirePolicies(this IEdgeBuilder builder)
    {
        EdgeBuilder.Of(builder).RequiresPolicies = true;
        return builder;
    }
}
