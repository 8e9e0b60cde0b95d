namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds parts to Edge: stores, the admin port, observers. <c>AddEdge</c> returns it. Not thread-safe.</summary>
public interface IEdgeBuilder
{
    /// <summary>The services of the host.</summary>
    IServiceCollection Services { get; }
}
