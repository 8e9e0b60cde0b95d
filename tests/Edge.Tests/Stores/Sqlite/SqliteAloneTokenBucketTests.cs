using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteAloneTokenBucketTests() : TokenBucketContract(new SqliteLimiterFixture(shared: false));
