namespace Edge.Gateway.Routes;

/// <summary>
/// The addresses at which this process itself listens. A cluster must not lead there: callers would go round in circles, or reach the admin
/// port. Implementations are thread-safe.
/// </summary>
internal interface IListenerAddresses
{
    /// <summary>The setting that opens the listener to which <paramref name="server"/> leads; null if none does.</summary>
    string? Find(Uri server);
}
