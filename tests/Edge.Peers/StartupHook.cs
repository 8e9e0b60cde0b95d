using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>
/// Put into a process by <c>DOTNET_STARTUP_HOOKS</c>: whoever connects to the loopback port of <c>EDGE_BENCH_ALLOCATIONS_PORT</c> is told
/// how many bytes the process has allocated. Blocking, on a thread of its own, so that nothing of the process's own sockets is touched.
/// </summary>
#pragma warning disable CA1050 // The runtime looks for this name outside every namespace.
internal static class StartupHook
#pragma warning restore CA1050
{
    /// <summary>Called by the runtime before the program begins.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("EDGE_BENCH_ALLOCATIONS_PORT") is not { } port)
            return;
        var listener = new TcpListener(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
        listener.Start();
        new Thread(() => Answer(listener)) { IsBackground = true, Name = "allocations" }.Start();
    }

    private static void Answer(TcpListener listener)
    {
        while (true)
        {
            using var client = listener.AcceptTcpClient();
            client.Client.Send(Encoding.ASCII.GetBytes(GC.GetTotalAllocatedBytes().ToString(CultureInfo.InvariantCulture)));
        }
    }
}
