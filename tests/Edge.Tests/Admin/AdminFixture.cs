using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>One Edge with a user of each role, for the tests of a class.</summary>
public sealed class AdminFixture : IAsyncLifetime
{
    public EdgeHost Edge { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Edge = await EdgeHost.StartAsync(settings: Operators.Settings);

    public ValueTask DisposeAsync() => Edge.DisposeAsync();
}
