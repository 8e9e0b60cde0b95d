using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteSharedSlidingWindowTests() : SlidingWindowContract(new SqliteLimiterFixture(shared: true));
