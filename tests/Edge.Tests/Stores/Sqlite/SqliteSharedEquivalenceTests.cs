namespace Edge.Tests.Stores.Sqlite;

/// <summary>A file that several processes share answers as memory does.</summary>
public sealed class SqliteSharedEquivalenceTests() : EquivalenceContract(new SqliteLimiterFixture(shared: true), digits: 28);
