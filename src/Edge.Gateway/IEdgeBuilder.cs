namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds parts to Edge: stores, the admin port, observers. <c>AddEdge</c> returns it; other implementations do not work. Not
/// thread-safe: use it while the application registers its services.</summary>
public interface IEdgeBuilder
{
    /// <summary>The services of the application.</summary>
    IServiceCollection Services { get; }
}
