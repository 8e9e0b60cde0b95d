using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

public sealed class SqliteSharedTokenBucketTests() : TokenBucketContract(new SqliteLimiterFixture(shared: true));
