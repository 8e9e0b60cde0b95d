using Edge.Testing.Limits;
using Xunit;

namespace Edge.Tests.Stores;

[Collection(PostgresCollection.Name)]
public sealed class PostgresConcurrencyTests(SharedDatabase database) : ConcurrencyContract(new PostgresLimiterFixture(database)),
IClassFixture<SharedDatabase>;
