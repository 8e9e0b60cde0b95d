using Edge.Testing.Postgres;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>The tests that share one PostgreSQL, which the first of them starts.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresCollection : ICollectionFixture<PostgresCollection.Fixture>
{
    public const string Name = "PostgreSQL";

    public sealed class Fixture : IAsyncLifetime
    {
        public PostgresServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await PostgresServer.StartNewAsync();

        public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? default;
    }
}
