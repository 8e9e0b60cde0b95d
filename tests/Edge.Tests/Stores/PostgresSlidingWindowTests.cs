using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresSlidingWindowTests(SharedDatabase database) : SlidingWindowContract(new PostgresLimiterFixture(database)),
IClassFixture<SharedDatabase>;
