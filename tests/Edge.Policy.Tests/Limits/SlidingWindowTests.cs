using Edge.Testing.Limits;

namespace Edge.Policy.Tests.Limits;

public sealed class SlidingWindowTests() : SlidingWindowContract(new MemoryLimiterFixture());
