using System.Net;
using Edge.Mcp.Requests;
using Microsoft.AspNetCore.Connections;

namespace Edge.Gateway.Flood;

/// <summary>
/// Bounds the connections that one client address holds, IPv6 by /64; one too many is closed before its first byte is read, TLS included.
/// A known proxy holds those of many callers, and what has no address came through a file of this machine: neither is bounded. Thread-safe.
/// </summary>
internal sealed class ConnectionLimit(int max, KnownProxies proxies, FloodReport report)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ClientNetwork, int> _held = [];

    /// <summary>How many connections are counted now.</summary>
    public int Held
    {
        get
        {
            lock (_gate)
                return _held.Values.Sum();
        }
    }

    /// <summary>How many addresses hold a connection now: those that hold none are not remembered.</summary>
    public int Addresses
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>Kestrel's connection middleware, for TCP.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => connection => RunAsync(connection, () => next(connection));

    /// <summary>The same for QUIC.</summary>
    public MultiplexedConnectionDelegate Guard(MultiplexedConnectionDelegate next) =>
        connection => RunAsync(connection, () => next(connection));

    private async Task RunAsync(BaseConnectionContext connection, Func<Task> next)
    {
        if (connection.RemoteEndPoint is not IPEndPoint { Address: var address } || proxies.Contains(address))
        {
            await next();
            return;
        }

        var client = ClientNetwork.Of(address);
        if (!TryTake(client))
        {
            report.RefusedConnection(address);
            connection.Abort(new ConnectionAbortedException("One address holds too many connections."));
            return;
        }

        try
        {
            await next();
        }
        finally
        {
            Return(client);
        }
    }

    private bool TryTake(ClientNetwork client)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(client);
            if (held >= max)
                return false;
            _held[client] = held + 1;
            return true;
        }
    }

    private void Return(ClientNetwork client)
    {
        lock (_gate)
        {
            if (_held[client] == 1)
                _held.Remove(client);
            else
                _held[client]--;
        }
    }
}
