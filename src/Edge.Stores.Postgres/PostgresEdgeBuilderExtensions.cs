using Edge.Gateway;
using Edge.Stores.Postgres;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the store in PostgreSQL to Edge.</summary>
public static class PostgresEdgeBuilderExtensions
{
    /// <summary>
    /// Keeps counts, freezes and approvals in a PostgreSQL database that several processes share, in place of memory. The database is
    /// opened, and its schema is brought up to date, before the application starts; if it cannot be used, the start fails. All processes
    /// need the same <see cref="EdgeOptions.KeyFile"/>.
    /// </summary>
    /// <param name="builder">The builder that <c>AddEdge</c> returned.</param>
    /// <param name="connectionString">
    /// How Npgsql reaches the database, such as <c>Host=db;Database=edge;Username=edge;Passfile=/run/secrets/pgpass</c>. Default: null, for
    /// <c>Edge:Store:ConnectionString</c>. A secret: it is never logged.
    /// </param>
    /// <returns>The builder.</returns>
    /// <remarks>
    /// Its keys: <c>Store:ConnectionString</c>; <c>Store:MaxConnections</c> (20; 1 to 1,000); <c>Store:ConnectTimeout</c> and
    /// <c>Store:CommandTimeout</c> (3 seconds each; 1 second to 1 minute).
    /// </remarks>
    /// <exception cref="ArgumentException">The builder is not the one that <c>AddEdge</c> returned.</exception>
    public static IEdgeBuilder AddPostgresStore(this IEdgeBuilder builder, string? connectionString = null)
    {
        var edge = EdgeBuilder.Of(builder);
        edge.Services.AddPostgresStore(edge.Read(reader => PostgresSettings.Read(reader, connectionString)));
        return builder;
    }
}
