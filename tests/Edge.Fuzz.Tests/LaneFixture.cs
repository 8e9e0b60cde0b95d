using Edge.Fuzz.Readers;
using Edge.Fuzz.Requests;
using Xunit;

namespace Edge.Fuzz.Tests;

/// <summary>The readers in other languages, started once for a class of tests.</summary>
public sealed class LaneFixture : IAsyncLifetime
{
    internal Lane Lane { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Lane = await Lane.StartAsync(ArgumentPaths.ForReaders);

    public ValueTask DisposeAsync() => Lane.DisposeAsync();
}
