using Edge.Gateway;
using Edge.Stores.Sqlite;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the store in a file to Edge.</summary>
public static class SqliteEdgeBuilderExtensions
{
    /// <summary>
    /// Keeps freezes, approvals and the counts of windows of an hour and longer in an SQLite file on a local disk, instead of in memory:
    /// they outlive a restart and a crash. The file is made, opened and brought up to date before the host starts; if it cannot be used,
    /// the start fails. Two processes of one machine may share it for a while, as in a rolling restart: then it has all counts.
    /// </summary>
    /// <param name="builder">The builder that <c>AddEdge</c> returned.</param>
    /// <param name="path">
    /// The file, relative to the content root, such as <c>data/edge.db</c>; readable by its owner only. Default: null, for
    /// <c>Edge:Store:Path</c>, which must be set then.
    /// </param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Its keys: <c>Store:Path</c>; <c>Store:Durable</c> (false; true: every change waits for the disk, so that a power failure loses
    /// nothing either). Set <see cref="EdgeOptions.KeyFile"/> as well: with other keys the file is refused.
    /// </remarks>
    /// <exception cref="ArgumentException">The builder is not the one that <c>AddEdge</c> returned.</exception>
    public static IEdgeBuilder AddSqliteStore(this IEdgeBuilder builder, string? path = null)
    {
        var edge = EdgeBuilder.Of(builder);
        edge.Services.AddSqliteStore(edge.Read(reader => SqliteSettings.Read(reader, path)));
        return builder;
    }
}
