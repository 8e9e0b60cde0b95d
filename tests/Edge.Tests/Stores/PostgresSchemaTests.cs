using Edge.Policy.Stores;
using Edge.Stores.Postgres;
using Edge.Testing.Postgres;
using Npgsql;
using Xunit;

namespace Edge.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresSchemaTests(PostgresCollection.Fixture postgres)
{
    [Fact]
    public async Task Many_Edges_that_start_at_once_make_the_tables_once_and_get_numbers_of_their_own()
    {
        var database = await postgres.Server.NewDatabaseAsync();

        var numbers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => PrepareAsync(database, "key"))));

        Assert.Equal(8, numbers.Distinct().Count());
        Assert.Equal("1,2,3",
            await PostgresServer.QueryAsync<string>(database, "SELECT string_agg(version::text, ',' ORDER BY version) FROM edge.versions"));
    }

    [Fact]
    public async Task A_database_of_an_older_Edge_is_brought_up_to_date()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        await PrepareAsync(database, "key");
        await PostgresServer.ExecuteAsync(database, """
            DROP FUNCTION edge.freezes_since, edge.freeze, edge.thaw;
            DROP TABLE edge.freezes, edge.freeze_revision, edge.approvals, edge.approval_revision;
            DELETE FROM edge.versions WHERE version >= 2;
            INSERT INTO edge.counts (key, place, used, sweep_at) VALUES ('\x01', 1, 1, 1);
            """);

        await PrepareAsync(database, "key");

        Assert.Equal(0L, await PostgresServer.QueryAsync<long>(database, "SELECT count(*) FROM edge.freezes"));
        Assert.Equal(0L, await PostgresServer.QueryAsync<long>(database, "SELECT count(*) FROM edge.approvals"));
        Assert.Equal(1L, await PostgresServer.QueryAsync<long>(database, "SELECT count(*) FROM edge.counts"));
    }

    [Fact]
    public async Task A_database_of_a_newer_Edge_is_refused()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        await PrepareAsync(database, "key");
        await PostgresServer.ExecuteAsync(database, "INSERT INTO edge.versions (version) VALUES (1000)");

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => PrepareAsync(database, "key"));

        Assert.Equal("store_newer_schema", refused.Code);
        Assert.Equal("expected a database of version 3 or older, found 1000: a newer Edge has been here", refused.Message);
    }

    [Fact]
    public async Task An_Edge_with_another_key_is_refused()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        await PrepareAsync(database, "first");

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => PrepareAsync(database, "second"));

        Assert.Equal("store_key_mismatch", refused.Code);
        Assert.Equal(
            "expected the key file with the fingerprint first, which the database knows; found one with second (copy the key file of the "
                + "first Edge)", refused.Message);
        await PrepareAsync(database, "first");
    }

    [Fact]
    public async Task A_key_is_replaced_at_one_Edge_after_the_other()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        await PrepareAsync(database, "old");

        await PrepareAsync(database, "new", "old");
        await PrepareAsync(database, "old", "new");
        await PrepareAsync(database, "new", "old");
        await PrepareAsync(database, "new");

        await Assert.ThrowsAsync<StoreRefusedException>(() => PrepareAsync(database, "old"));
    }

    [Fact]
    public async Task A_user_who_may_make_nothing_can_use_a_database_that_is_up_to_date()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        await PrepareAsync(database, "key");
        await PostgresServer.ExecuteAsync(database, """
            CREATE ROLE edge_user LOGIN;
            GRANT USAGE ON SCHEMA edge TO edge_user;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA edge TO edge_user;
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA edge TO edge_user;
            """);

        await using var edge = await StoreOnDatabase.OpenAsync($"{database};Username=edge_user", fingerprint: "key");

        Assert.Equal(0, await edge.Store.SweepAsync(TimeSpan.Zero));
    }

    [Fact]
    public async Task A_database_with_stricter_transactions_counts_right()
    {
        var database = await postgres.Server.NewDatabaseAsync();
        await PostgresServer.ExecuteAsync(
            database, $"ALTER DATABASE {new NpgsqlConnectionStringBuilder(database).Database} SET default_transaction_isolation = "
                + $"'serializable'");
        await using var edge = await StoreOnDatabase.OpenAsync(database);

        await using var command = edge.Database.Source.CreateCommand("SHOW transaction_isolation");

        Assert.Equal("read committed", await command.ExecuteScalarAsync());
    }

    private static async Task<long> PrepareAsync(string database, params string[] fingerprints)
    {
        await using var source = NpgsqlDataSource.Create($"{database};Pooling=false;Options=-c {PostgresSchema.Mark}=1");
        return await PostgresSchema.PrepareAsync(source, fingerprints, CancellationToken.None);
    }
}
