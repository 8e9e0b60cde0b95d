using Edge.Admin;
using Edge.Gateway;
using Edge.Gateway.DecisionFeed;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the admin port to Edge.</summary>
public static class AdminEdgeBuilderExtensions
{
    /// <summary>
    /// Opens the admin API and the console on a listener of their own, which starts and stops with the application. The application's
    /// listeners serve nothing of the admin port, and its listener serves nothing of the application.
    /// </summary>
    /// <param name="builder">The builder that <c>AddEdge</c> returned.</param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Its keys: <c>Admin:Url</c> (<c>http://127.0.0.1:8081</c>; without users it must be a loopback address), <c>Admin:PublicUrl</c>,
    /// <c>Admin:AllowedHosts</c>, <c>Admin:Users</c>, <c>Admin:SessionLife</c> (8 hours; 1 minute to 7 days), <c>Admin:PolicyEditing</c>,
    /// <c>Admin:TraceUrl</c>, <c>Admin:RecentDecisions</c> (1,000; 100 to 10,000) and <c>Admin:KeepArguments</c>. docs/configuration.md
    /// describes them. An address that cannot be bound stops the start.
    /// </remarks>
    /// <exception cref="ArgumentException">The builder is not the one that <c>AddEdge</c> returned.</exception>
    public static IEdgeBuilder AddAdmin(this IEdgeBuilder builder)
    {
        var edge = EdgeBuilder.Of(builder);
        edge.Services.AddAdmin(edge.Read(AdminSettingsReader.Read), edge.Read(DecisionFeedSettings.Read));
        return builder;
    }
}
