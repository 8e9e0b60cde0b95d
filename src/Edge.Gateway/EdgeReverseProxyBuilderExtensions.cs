using Edge.Gateway;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Edge to a YARP application.</summary>
public static class EdgeReverseProxyBuilderExtensions
{
    /// <summary>
    /// Adds Edge with settings from a configuration. Routes whose metadata contain <c>Edge.Policy</c> are Edge's; others pass untouched.
    /// Call it once, after your own <c>ConfigureHttpClient</c> and <c>IForwarderHttpClientFactory</c>, and add <c>UseEdge</c> to YARP's
    /// pipeline: without it nothing is forwarded on Edge's routes.
    /// </summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configuration">
    /// The section with the keys of docs/configuration.md, such as <c>GetSection("Edge")</c>; or a root, whose section <c>Edge</c> is read.
    /// Read once: a change needs a restart. Policy and grants files are reloaded.
    /// </param>
    /// <returns>The builder, for stores, the admin port and observers.</returns>
    /// <remarks>
    /// Errors in settings do not throw here. <c>UseEdge</c>, or the start of the host without it, throws one
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> with the errors of all packages. Edge never ends the process,
    /// writes to the console, or writes files unless a path is set.
    /// </remarks>
    /// <example>
    /// <code>
    /// builder.Services.AddReverseProxy().LoadFromConfig(builder.Configuration.GetSection("ReverseProxy"))
    ///     .AddEdge(builder.Configuration.GetSection("Edge"));
    /// </code>
    /// </example>
    /// <exception cref="InvalidOperationException"><c>AddEdge</c> was called already.</exception>
    public static IEdgeBuilder AddEdge(this IReverseProxyBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        return GatewayServices.Add(builder, EdgeBuilder.For(builder.Services, configuration));
    }

    /// <summary>
    /// Adds Edge with options that are set in code. See <see cref="AddEdge(IReverseProxyBuilder, IConfiguration)"/>.
    /// </summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configure">Sets the options. Called once, before the method returns.</param>
    /// <returns>The builder, for stores, the admin port and observers.</returns>
    /// <remarks>The same bounds apply as to settings, and errors are reported in the same way.</remarks>
    /// <exception cref="InvalidOperationException">Edge was added already.</exception>
    public static IEdgeBuilder AddEdge(this IReverseProxyBuilder builder, Action<EdgeOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EdgeOptions();
        configure(options);
        return GatewayServices.Add(builder, EdgeBuilder.For(builder.Services, options));
    }
}
