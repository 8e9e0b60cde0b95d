using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores.Redis;

[Collection(RedisCollection.Name)]
public sealed class RedisTokenBucketTests(RedisCollection.Fixture redis) : TokenBucketContract(new RedisLimiterFixture(redis));
