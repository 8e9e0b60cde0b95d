using Edge.Testing.Redis;
using Xunit;

namespace Edge.Tests.Stores.Redis;

/// <summary>The tests that share one Redis, which the first of them starts.</summary>
[CollectionDefinition(Name)]
public sealed class RedisCollection : ICollectionFixture<RedisCollection.Fixture>
{
    public const string Name = "Redis";

    public sealed class Fixture : IAsyncLifetime
    {
        public RedisServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await RedisServer.StartNewAsync();

        public ValueTask DisposeAsync() => Server?.DisposeAsync() ?? default;
    }
}
