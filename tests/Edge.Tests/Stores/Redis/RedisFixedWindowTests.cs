using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisFixedWindowTests(RedisCollection.Fixture redis) : FixedWindowContract(new RedisLimiterFixture(redis));
