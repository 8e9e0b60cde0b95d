using System.Net.Sockets;
using Edge.Gateway.Flood;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Flood;

public sealed class ConnectionLimitTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";

    [Fact]
    public async Task A_connection_too_many_is_closed_at_once_and_counted()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Flood:ConnectionsPerAddress", "2"));
        var limit = edge.Services.GetRequiredService<ConnectionLimit>();
        var report = edge.Services.GetRequiredService<FloodReport>();
        using var first = await ConnectAsync(edge);
        using var second = await ConnectAsync(edge);
        await Deadline.Until(() => limit.Held == 2, "both connections to be counted");

        Assert.True(await Deadline.Within(IsClosedAsync(edge), "the third connection to be closed"));
        Assert.Equal(1, report.RefusedConnections);
        Assert.Contains(edge.Logs.Lines,
            l => l.Message == "Flood: 1 connections above the limit of an address were closed, the last one from 127.0.0.1.");

        first.Dispose();
        await Deadline.Until(() => limit.Held == 1, "the first connection to be given back");
        Assert.Equal(200, (await edge.PostAsync(Call)).Status);
    }

    [Fact]
    public async Task Connections_that_come_and_go_leave_nothing()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Flood:ConnectionsPerAddress", "8"));
        var limit = edge.Services.GetRequiredService<ConnectionLimit>();
        var report = edge.Services.GetRequiredService<FloodReport>();

        // Well-behaved, rude and refused ones in one heap.
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => IgnoreResetAsync(async () =>
        {
            using var socket = await ConnectAsync(edge);
            if (i % 3 == 0)
                socket.LingerState = new LingerOption(true, 0);
            else if (i % 3 == 1)
                await socket.GetStream().WriteAsync("GET /mcp HTTP/1.1\r\n"u8.ToArray());
        })));
        await Deadline.Until(() => edge.Logs.Lines.Count(l => l.Id.Name == "ConnectionStop") == 200, "every connection to be over");
        Assert.Equal((0, 0), (limit.Held, limit.Addresses));

        var refused = report.RefusedConnections;
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(200, (await edge.PostAsync(Call)).Status);
            await Deadline.Until(() => limit.Held == 0, "the connection to be given back");
        }

        Assert.Equal(refused, report.RefusedConnections);
    }

    [Fact]
    public async Task A_known_proxy_holds_the_connections_of_many()
    {
        await using var edge =
            await EdgeHost.StartAsync(settings: [("Edge:Flood:ConnectionsPerAddress", "1"), ("Edge:Wire:KnownProxies:0", "127.0.0.0/8")]);
        using var first = await ConnectAsync(edge);
        using var second = await ConnectAsync(edge);
        Assert.Equal(200, (await edge.PostAsync(Call)).Status);
        Assert.Equal(0, edge.Services.GetRequiredService<ConnectionLimit>().Held);
    }

    private static async Task<TcpClient> ConnectAsync(EdgeHost edge)
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(edge.Base.Host, edge.Base.Port, Deadline.Token);
        return socket;
    }

    // It may be closed while it still connects.
    private static async Task<bool> IsClosedAsync(EdgeHost edge)
    {
        var read = 0;
        await IgnoreResetAsync(async () =>
        {
            using var socket = await ConnectAsync(edge);
            read = await socket.GetStream().ReadAsync(new byte[1]);
        });
        return read == 0;
    }

    private static async Task IgnoreResetAsync(Func<Task> action)
    {
        try
        {
            await action();
        }
        catch (Exception e) when (e is SocketException or IOException { InnerException: SocketException })
        {
            Assert.Contains(((e.InnerException ?? e) as SocketException)!.SocketErrorCode,
                (SocketError[])[SocketError.ConnectionReset, SocketError.ConnectionAborted, SocketError.Shutdown]);
        }
    }
}
