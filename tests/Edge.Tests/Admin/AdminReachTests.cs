using System.Net.Sockets;
using System.Text;
using Edge.Admin.Connections;
using Edge.Testing;
using Edge.Tests.Hosting;
using Xunit;

namespace Edge.Tests.Admin;

/// <summary>The stop button is within reach, whoever holds connections to its port.</summary>
public sealed class AdminReachTests
{
    private const int Many = 300;
    private const string Form = "Content-Type: application/x-www-form-urlencoded\r\n";
    private const string OfNobody = "Authorization: Bearer edge_nobody\r\n";
    private static readonly string AsAdmin = Operators.Bearer(Operators.Admin);

    [Theory]
    [InlineData("idle", "")]
    [InlineData("in the middle of a head", "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Drip: ")]
    [InlineData("in the middle of a body", "POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\n" + Form + "Content-Length: 60000\r\n\r\ntoken=")]
    [InlineData("kept after a page that is open", "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")]
    [InlineData("kept after a token of nobody", "PUT /api/freezes HTTP/1.1\r\nHost: 127.0.0.1\r\n" + OfNobody
        + "Content-Length: 0\r\n\r\n")]
    public async Task Connections_without_a_token_keep_nobody_from_stopping(string state, string sent)
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        var held = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Many; i++)
                held.Add(await OpenAsync(edge, sent));
            Assert.Equal(200, (await RawHttp.RequestAsync(new Uri(edge.Admin, "/healthz"), "GET", default)).Status);
            Assert.Equal(200, (await edge.AdminSendAsync("PUT", "/api/freezes", """{"scope":"all"}""", AsAdmin)).Status);
            Assert.Equal(200, (await edge.AdminAsync("GET", "/sign-in")).Status);
            Assert.True(held.Count == Many, state);
            Assert.InRange(edge.Logs.Lines.Count(line => line.Category == typeof(AdminConnections).FullName), 1, 2);
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task The_connection_of_a_user_stays_open_among_all_others()
    {
        await using var edge = await EdgeHost.StartAsync(settings: Operators.Settings);
        using var user = await OpenAsync(edge, $"GET /api/freezes HTTP/1.1\r\nHost: 127.0.0.1\r\n{AsAdmin}\r\n\r\n");
        await ReadAsync(user, "freezes");
        var held = new List<TcpClient>();
        try
        {
            for (var i = 0; i < Many; i++)
                held.Add(await OpenAsync(edge, ""));
            var again = Encoding.ASCII.GetBytes($"GET /api/users/me HTTP/1.1\r\nHost: 127.0.0.1\r\n{AsAdmin}\r\n\r\n");
            await user.GetStream().WriteAsync(again);
            await ReadAsync(user, "\"anna\"");
        }
        finally
        {
            held.ForEach(client => client.Dispose());
        }
    }

    private static async Task<TcpClient> OpenAsync(EdgeHost edge, string sent)
    {
        var client = new TcpClient();
        await client.ConnectAsync(edge.Admin.Host, edge.Admin.Port, Deadline.Token);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(sent), Deadline.Token);
        return client;
    }

    private static async Task ReadAsync(TcpClient client, string part)
    {
        var text = new StringBuilder();
        var bytes = new byte[4096];
        while (!text.ToString().Contains(part, StringComparison.Ordinal))
        {
            var read = await client.GetStream().ReadAsync(bytes, Deadline.Token);
            Assert.True(read > 0, $"closed after: {text}");
            text.Append(Encoding.UTF8.GetString(bytes, 0, read));
        }
    }
}
