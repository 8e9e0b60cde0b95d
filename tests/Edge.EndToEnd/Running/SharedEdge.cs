namespace Edge.EndToEnd.Running;

/// <summary>One Edge before the real server for all tests of a class: each test is a caller of its own.</summary>
public abstract class SharedEdge(RunpodWorld world, string policy) : IAsyncLifetime
{
    private EdgeProgram? _edge;

    internal Uri Url => _edge!.Url;

    public async ValueTask InitializeAsync() => _edge = await EdgeProgram.StartAsync(world.Server, policy);

    public async ValueTask DisposeAsync()
    {
        if (_edge is not null)
            await _edge.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
