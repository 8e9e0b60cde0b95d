using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresTokenBucketTests(SharedDatabase database) : TokenBucketContract(new PostgresLimiterFixture(database)),
IClassFixture<SharedDatabase>;
