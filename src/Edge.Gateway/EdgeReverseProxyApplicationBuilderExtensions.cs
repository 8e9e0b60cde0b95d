using Edge.Gateway;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Edge into YARP's pipeline.</summary>
public static class EdgeReverseProxyApplicationBuilderExtensions
{
    /// <summary>
    /// Adds Edge's steps to YARP's pipeline. On routes with a policy they check host and origin, method and headers, the caller, the
    /// limit per grant, and the message; they forward an allowed request and respond to any other. Requests on other routes pass
    /// untouched. Call it first inside <c>MapReverseProxy</c>: what comes before it sees requests that are not decided yet.
    /// </summary>
    /// <param name="proxy">The pipeline of <c>MapReverseProxy</c>.</param>
    /// <returns>The pipeline.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// Settings, policies, grants or keys have errors: all of them. Or the <c>IForwarderHttpClientFactory</c> is not Edge's
    /// (<c>forwarder_factory</c>).
    /// </exception>
    /// <exception cref="InvalidOperationException"><c>AddEdge</c> was not called.</exception>
    /// <example>
    /// <code>
    /// app.MapReverseProxy(proxy =>
    /// {
    ///     proxy.UseEdge();
    ///     proxy.UseSessionAffinity();
    ///     proxy.UseLoadBalancing();
    ///     proxy.UsePassiveHealthChecks();
    /// });
    /// </code>
    /// </example>
    public static IReverseProxyApplicationBuilder UseEdge(this IReverseProxyApplicationBuilder proxy)
    {
        ArgumentNullException.ThrowIfNull(proxy);
        GatewayPipeline.Use(proxy);
        return proxy;
    }
}
