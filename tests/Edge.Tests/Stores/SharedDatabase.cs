using Edge.Testing.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>One database for the tests of one class, emptied by each; its clock is set by the tests.</summary>
public sealed class SharedDatabase(PostgresCollection.Fixture postgres) : IAsyncLifetime
{
    public string ConnectionString { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        ConnectionString = await postgres.Server.NewDatabaseAsync();
        await using var edge = await StoreOnDatabase.OpenAsync(ConnectionString);
        await PostgresServer.ExecuteAsync(ConnectionString, """
            CREATE UNLOGGED TABLE edge.test_clock (now bigint NOT NULL);
            INSERT INTO edge.test_clock VALUES (0);
            CREATE OR REPLACE FUNCTION edge.wall() RETURNS bigint LANGUAGE sql AS $$ SELECT now FROM edge.test_clock $$;
            """);
    }

    public ValueTask DisposeAsync() => default;
}
