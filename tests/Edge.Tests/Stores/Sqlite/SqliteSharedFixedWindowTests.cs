using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteSharedFixedWindowTests() : FixedWindowContract(new SqliteLimiterFixture(shared: true));
