using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteAloneSlidingWindowTests() : SlidingWindowContract(new SqliteLimiterFixture(shared: false));
