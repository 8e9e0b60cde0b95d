using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisSlidingWindowTests(RedisCollection.Fixture redis) : SlidingWindowContract(new RedisLimiterFixture(redis));
