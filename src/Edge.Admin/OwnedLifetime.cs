namespace Edge.Admin;

/// <summary>The life of an application that another one starts and stops: it listens to no signal of its own.</summary>
internal sealed class OwnedLifetime : IHostLifetime
{
    /// <inheritdoc />
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
