using System.Globalization;
using System.Net.Sockets;

namespace Edge.Benchmarks.Gateways;

/// <summary>Asks a .NET process that was started with the hook of Edge.Peers how many bytes it has allocated since it began.</summary>
internal sealed class Allocations(int port)
{
    /// <summary>The environment that puts the hook into a process.</summary>
    public IEnumerable<(string Key, string Value)> Environment =>
        [("DOTNET_STARTUP_HOOKS", Programs.Peers), ("EDGE_BENCH_ALLOCATIONS_PORT", port.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Bytes so far.</summary>
    public long Read()
    {
        using var client = new TcpClient();
        client.Connect("127.0.0.1", port);
        using var reader = new StreamReader(client.GetStream());
        return long.Parse(reader.ReadToEnd(), CultureInfo.InvariantCulture);
    }
}
