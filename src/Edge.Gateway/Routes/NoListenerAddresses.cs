namespace Edge.Gateway.Routes;

/// <summary>Nothing is known about the listeners of the host. Thread-safe.</summary>
internal sealed class NoListenerAddresses : IListenerAddresses
{
    /// <inheritdoc />
    public string? Find(Uri server) => null;
}
