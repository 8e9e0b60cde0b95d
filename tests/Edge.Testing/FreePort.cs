using System.Net;
using System.Net.Sockets;

namespace Edge.Testing;

/// <summary>
/// Loopback ports that nobody listens on, each given out once. They lie below the range from which the system takes ports for outgoing
/// connections, so that none is taken between here and the moment it is used.
/// </summary>
public static class FreePort
{
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int _next = Environment.ProcessId;

    public static int Next()
    {
        for (var tries = 0; tries < Count; tries++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref _next) % Count);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Somebody listens there: the next one.
            }
        }

        throw new InvalidOperationException($"no free port from {First} to {First + Count - 1}");
    }
}
