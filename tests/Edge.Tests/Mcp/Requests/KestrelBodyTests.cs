using System.Buffers;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Mcp.Requests;

/// <summary>Admission, reading and parsing behind a real Kestrel, spoken to in bytes.</summary>
public sealed class KestrelBodyTests : IAsyncLifetime
{
    private readonly ManualTimeProvider _time = new();
    private readonly BufferBudget _budget = new(1024 * 1024);
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private WebApplication? _app;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _app = builder.Build();
        var options = new WireOptions();
        var admission = new RequestAdmission(options, ["localhost"]);
        var reader = new RequestBodyReader(options, new SegmentPool(_budget, ArrayPool<byte>.Shared), _time);
        var parser = new MessageParser();
        _app.Run(async context =>
        {
            try
            {
                var message = new Message();
                var refusal = admission.Check(context);
                var reading = refusal is null ? await reader.ReadAsync(context, 10_000) : default;
                using var body = reading.Body;
                refusal ??= reading.Refusal ?? parser.Parse(body!.Bytes, message);
                if (refusal is null)
                    await context.Response.WriteAsync($"read {message.Method} {message.ToolName} {body!.Length}");
                else
                    await RefusalWriter.WriteAsync(context, refusal, message.AnswerId);
            }
            catch (Exception left) when (left is OperationCanceledException or IOException)
            {
                _left.SetResult();
            }
        });
        await _app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _app!.DisposeAsync();
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public async Task A_body_is_read_with_a_length_and_in_chunks()
    {
        Assert.Equal($"200 read tools/call get-pod {Bodies.Call.Length}", await Say(Sized(Bodies.Call)));
        Assert.Equal(
            $"200 read tools/call get-pod {Bodies.Call.Length}",
            await Say(Head("Transfer-Encoding: chunked")
                + $"5\r\n{Bodies.Call[..5]}\r\n{Bodies.Call.Length - 5:x}\r\n{Bodies.Call[5..]}\r\n0\r\n\r\n"));
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_answered_408_when_its_time_is_up()
    {
        using var client = await Connect();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head("Content-Length: 100") + "{"));
        while (_budget.Held == 0)
            await Task.Yield();
        var answer = ReadAnswer(client);
        while (!answer.IsCompleted)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await Task.Yield();
        }

        Assert.StartsWith("408 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,", await answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_answered_413_with_a_length_and_in_chunks()
    {
        const string expected =
            "413 {\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32600,\"message\":\"Send a smaller message: a body may have at most 10000 "
            + "bytes.\"}}";
        Assert.Equal(expected, await Say(Head("Content-Length: 10001")));
        Assert.Equal(expected, await Say(Head("Transfer-Encoding: chunked") + $"{10001:x}\r\n{new string(' ', 10001)}\r\n0\r\n\r\n"));
    }

    [Fact]
    public async Task Broken_chunks_are_answered_400() =>
        Assert.StartsWith("400 ", await Say(Head("Transfer-Encoding: chunked") + "zz\r\n"), StringComparison.Ordinal);

    [Fact]
    public async Task A_caller_who_leaves_in_the_middle_frees_what_was_held()
    {
        using (var client = await Connect())
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(Head("Content-Length: 100") + "{"));
            while (_budget.Held == 0)
                await Task.Yield();
            client.Client.Close(0);
        }

        await _left.Task;
        Assert.Equal(0, _budget.Held);
    }

    [Fact]
    public async Task An_upgrade_a_foreign_host_and_a_body_on_GET_are_refused()
    {
        Assert.Equal("400 ", await Say("GET /mcp HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
        Assert.StartsWith("400 ", await Say("POST /mcp HTTP/1.1\r\nHost: evil.example.org\r\nContent-Length: 0\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.StartsWith("400 ", await Say("POST /mcp HTTP/1.1\r\nHost:\r\nContent-Length: 0\r\n\r\n"), StringComparison.Ordinal);
        Assert.Contains("Send no body here", await Say("GET /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}"),
            StringComparison.Ordinal);
        Assert.StartsWith("405 ", await Say("post /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n"),
            StringComparison.Ordinal);
        Assert.Contains("-32020", await Say(Head("Mcp-Name: a\r\nmcp-name: b\r\nContent-Length: 0")), StringComparison.Ordinal);
    }

    private static string Head(
        string headers) => $"POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n{headers}\r\n\r\n";

    private static string Sized(string body) => Head($"Content-Length: {body.Length}") + body;

    private async Task<TcpClient> Connect()
    {
        var address = _app!.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(address).Port);
        return client;
    }

    private async Task<string> Say(string request)
    {
        using var client = await Connect();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(request));
        return await ReadAnswer(client);
    }

    // Status and body of one answer, whose length is either announced or marked by chunks.
    private static async Task<string> ReadAnswer(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8, leaveOpen: true);
        var status = (await reader.ReadLineAsync())!.Split(' ')[1];
        var length = 0;
        var chunked = false;
        while (await reader.ReadLineAsync() is { Length: > 0 } header)
        {
            if (header.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(header.AsSpan(16), System.Globalization.CultureInfo.InvariantCulture);
            chunked |= header.StartsWith("Transfer-Encoding: chunked", StringComparison.OrdinalIgnoreCase);
        }

        if (chunked)
            length = Convert.ToInt32(await reader.ReadLineAsync(), 16);
        var body = new char[length];
        if (length > 0)
            await reader.ReadBlockAsync(body);
        return $"{status} {new string(body)}";
    }
}
