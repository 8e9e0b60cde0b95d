using Edge.Gateway;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts Edge into YARP's pipeline.</summary>
public static class EdgeReverseProxyApplicationBuilderExtensions
{
    /// <summary>
    /// Decides, on routes with a policy, whether a request is forwarded, and answers it if not: host and origin, method and headers, who is
    /// calling, the limit per grant, the message. Requests on other routes pass untouched. Call it first, inside <c>MapReverseProxy</c>.
    /// </summary>
    /// <param name="proxy">The pipeline of <c>MapReverseProxy</c>.</param>
    /// <returns>The pipeline.</returns>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">
    /// Options, policies, grants or keys have mistakes (all of them), or the host put a forwarding client of its own in the place of
    /// Edge's.
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
