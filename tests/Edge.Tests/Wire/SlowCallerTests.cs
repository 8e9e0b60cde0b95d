using System.Net.Sockets;
using System.Text;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Wire;

/// <summary>
/// Callers that hold connections without using them are cut off. Kestrel keeps this time itself, by the clock of the machine: a second is
/// the least it can be told.
/// </summary>
public sealed class SlowCallerTests
{
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Second = "00:00:01";

    [Fact]
    public async Task A_head_that_drips_is_cut_off()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:HeadersTimeout", Second));
        Assert.StartsWith("HTTP/1.1 408 ", await DripAsync(edge, "POST /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "));
        Assert.Empty(edge.Server.Received);
    }

    [Fact]
    public async Task A_body_that_drips_is_cut_off_and_nothing_of_it_is_forwarded()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:BodyTimeout", Second));
        Assert.StartsWith("HTTP/1.1 408 ",
            await DripAsync(
                edge, $"POST /mcp HTTP/1.1\r\nHost: {edge.Mcp.Authority}\r\nContent-Type: application/json\r\nContent-Length: "
                    + $"1000000\r\n\r\n{{"));
        Assert.Empty(edge.Server.Received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("POST")]
    public async Task A_connection_that_waits_too_long_for_its_next_request_is_closed(string method)
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("Edge:Wire:IdleTimeout", Second));
        using var socket = await ConnectAsync(edge);
        if (method.Length > 0)
            await socket.GetStream()
                .WriteAsync(
                Encoding.ASCII.GetBytes($"{method} /mcp HTTP/1.1\r\nHost: {edge.Mcp.Authority}\r\nContent-Type: "
                    + $"application/json\r\nContent-Length: {Call.Length}\r\n\r\n{Call}"));
        var said = await Deadline.Within(new StreamReader(socket.GetStream()).ReadToEndAsync(), "the connection to be closed");
        Assert.Equal(method.Length > 0, said.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_holds_every_connection_of_an_address_does_not_hold_them_for_long()
    {
        await using var edge =
            await EdgeHost.StartAsync(
            settings: [("Edge:Wire:HeadersTimeout", Second), ("Edge:Wire:IdleTimeout", Second), ("Edge:Flood:ConnectionsPerAddress", "4")]);
        var held = new List<TcpClient>();
        try
        {
            for (var i = 0; i < 4; i++)
            {
                held.Add(await ConnectAsync(edge));
                await held[^1].GetStream().WriteAsync("GET /mcp HTTP/1.1\r\nHost: "u8.ToArray());
            }

            await Deadline.Until(async () => await TryAsync(edge) == 200, "room for somebody else");
        }
        finally
        {
            held.ForEach(socket => socket.Dispose());
        }
    }

    [Theory]
    [InlineData("GET /mcp?<9000> HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", 414)]
    [InlineData("GET /mcp HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Large: <40000>\r\n\r\n", 431)]
    public async Task A_head_has_an_end(string head, int status)
    {
        await using var edge = await EdgeHost.StartAsync();
        foreach (var length in (int[])[9_000, 40_000])
            head = head.Replace($"<{length}>", new string('a', length), StringComparison.Ordinal);
        Assert.Equal(status, (await RawHttp.SendAsync(edge.Mcp, Encoding.ASCII.GetBytes(head))).Status);
    }

    // Sends the beginning, then a letter at a time until the other side has closed; what it said.
    private static async Task<string> DripAsync(EdgeHost edge, string beginning)
    {
        using var socket = await ConnectAsync(edge);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(beginning));
        var said = new StringBuilder();
        var reading = ReadAsync();
        await Deadline.Until(async () => reading.IsCompleted || !await WriteAsync(), "the connection to be closed");
        await reading.WaitAsync(Deadline.Limit);
        return said.ToString();

        async Task ReadAsync()
        {
            var buffer = new byte[1024];
            try
            {
                while (await stream.ReadAsync(buffer) is > 0 and var read)
                    said.Append(Encoding.ASCII.GetString(buffer, 0, read));
            }
            catch (IOException e) when (e.InnerException is SocketException && said.Length > 0)
            {
                // Reset in the middle of a letter, behind the answer: as good an end as any.
                return;
            }
        }

        async Task<bool> WriteAsync()
        {
            try
            {
                await stream.WriteAsync("a"u8.ToArray());
                return true;
            }
            catch (IOException e) when (e.InnerException is SocketException)
            {
                return false;
            }
        }
    }

    private static async Task<int> TryAsync(EdgeHost edge)
    {
        try
        {
            return (await edge.PostAsync(Call)).Status;
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException)
        {
            return 0;
        }
    }

    private static async Task<TcpClient> ConnectAsync(EdgeHost edge)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(edge.Base.Host, edge.Base.Port, Deadline.Token);
        return socket;
    }
}
