using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresFixedWindowTests(SharedDatabase database) : FixedWindowContract(new PostgresLimiterFixture(database)),
IClassFixture<SharedDatabase>;
