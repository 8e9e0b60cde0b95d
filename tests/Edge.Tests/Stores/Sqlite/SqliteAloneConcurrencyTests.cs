using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteAloneConcurrencyTests() : ConcurrencyContract(new SqliteLimiterFixture(shared: false));
