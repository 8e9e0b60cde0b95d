using Xunit;

namespace Edge.Tests.Stores.Redis;

/// <summary>Redis answers as memory does.</summary>
[Collection(RedisCollection.Name)]
public sealed class RedisEquivalenceTests(RedisCollection.Fixture redis) : EquivalenceContract(new RedisLimiterFixture(redis), digits: 10);
