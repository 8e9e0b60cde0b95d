using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteSharedConcurrencyTests() : ConcurrencyContract(new SqliteLimiterFixture(shared: true));
