using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisConcurrencyTests(RedisCollection.Fixture redis) : ConcurrencyContract(new RedisLimiterFixture(redis));
