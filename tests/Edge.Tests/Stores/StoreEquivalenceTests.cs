using Xunit;

namespace Edge.Tests.Stores;

/// <summary>PostgreSQL answers as memory does.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoreEquivalenceTests(SharedDatabase database) : EquivalenceContract(new PostgresLimiterFixture(database), digits: 20),
IClassFixture<SharedDatabase>;
