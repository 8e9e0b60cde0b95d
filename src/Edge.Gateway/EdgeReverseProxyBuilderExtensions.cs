using Edge.Gateway;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds Edge to a YARP application.</summary>
public static class EdgeReverseProxyBuilderExtensions
{
    /// <summary>
    /// Adds Edge with settings from a configuration: every route whose metadata have <c>Edge.Policy</c> is Edge's. Call it once, after the
    /// host's own <c>ConfigureHttpClient</c>, and add <c>UseEdge</c> to YARP's pipeline: without it nothing is forwarded on Edge's routes.
    /// </summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configuration">
    /// The section whose keys are those of <see cref="EdgeOptions"/>, such as <c>GetSection("Edge")</c>; of a root, the section
    /// <c>Edge</c>. It is read once.
    /// </param>
    /// <returns>The builder for stores and observers.</returns>
    /// <remarks>
    /// Mistakes do not throw here: the start (<c>UseEdge</c>, or the first hosted service) throws one
    /// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/> with the mistakes of all packages.
    /// </remarks>
    /// <exception cref="InvalidOperationException">Edge was added already.</exception>
    public static IEdgeBuilder AddEdge(this IReverseProxyBuilder builder, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configuration);
        return GatewayServices.Add(builder, EdgeBuilder.For(builder.Services, configuration));
    }

    /// <summary>The same with options that are set in code.</summary>
    /// <param name="builder">YARP's builder.</param>
    /// <param name="configure">Sets the options. Called once, at once.</param>
    /// <returns>The builder for stores and observers.</returns>
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
