using Edge.Testing.Limits;

namespace Edge.Policy.Tests.Limits;

public sealed class FixedWindowTests() : FixedWindowContract(new MemoryLimiterFixture());
