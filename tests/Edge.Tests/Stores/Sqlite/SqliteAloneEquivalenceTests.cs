namespace Edge.Tests.Stores.Sqlite;

/// <summary>A file that this process has alone answers as memory does.</summary>
public sealed class SqliteAloneEquivalenceTests() : EquivalenceContract(new SqliteLimiterFixture(shared: false), digits: 28);
