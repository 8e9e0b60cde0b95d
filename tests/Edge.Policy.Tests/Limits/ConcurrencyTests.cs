using Edge.Testing.Limits;

namespace Edge.Policy.Tests.Limits;

public sealed class ConcurrencyTests() : ConcurrencyContract(new MemoryLimiterFixture());
