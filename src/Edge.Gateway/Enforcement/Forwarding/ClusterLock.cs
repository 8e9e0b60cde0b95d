using Edge.Gateway.Routes;

namespace Edge.Gateway.Enforcement.Forwarding;

/// <summary>The lock of one cluster. Thread-safe.</summary>
internal sealed class ClusterLock(string cluster, LockedClusters locked)
{
    private volatile bool _isClosed;

    /// <summary>Whether nothing may pass without a decision; once so, always.</summary>
    public bool IsClosed => _isClosed || (_isClosed = locked.IsLocked(cluster));
}
