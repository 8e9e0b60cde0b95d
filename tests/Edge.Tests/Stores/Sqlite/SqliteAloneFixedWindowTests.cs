using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteAloneFixedWindowTests() : FixedWindowContract(new SqliteLimiterFixture(shared: false));
