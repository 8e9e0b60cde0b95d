using Edge.Policy.Stores;
using Edge.Testing.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>A pooler that shares connections between transactions is refused at the start, with a sentence.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StorePoolerTests(PostgresCollection.Fixture postgres)
{
    [Theory]
    [InlineData("")]
    [InlineData("ignore_startup_parameters = options,extra_float_digits")]
    public async Task PgBouncer_in_transaction_mode_is_refused(string settings)
    {
        var direct = await postgres.Server.NewDatabaseAsync();
        await using var pooler = await PoolerServer.StartAsync(direct, settings);

        var refused = await Assert.ThrowsAsync<StoreRefusedException>(() => StoreOnDatabase.OpenAsync(pooler.Through(direct)));

        Assert.Equal("store_pooled", refused.Code);
        Assert.Contains("PgBouncer", refused.Message, StringComparison.Ordinal);
        await using var edge = await StoreOnDatabase.OpenAsync(direct);
        Assert.True(edge.Database.IsAvailable);
    }
}
