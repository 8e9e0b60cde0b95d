using Edge.Testing.Limits;

namespace Edge.Policy.Tests.Limits;

public sealed class TokenBucketTests() : TokenBucketContract(new MemoryLimiterFixture());
