using System.Net.Sockets;
using System.Text;

namespace Edge.Testing;

/// <summary>A connection on which a test reads an answer bit by bit, and may leave before it ends.</summary>
public sealed class RawConnection : IDisposable
{
    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;
    private readonly MemoryStream _received = new();

    private RawConnection(TcpClient socket) => (_socket, _stream) = (socket, socket.GetStream());

    /// <summary>Everything received so far, as text.</summary>
    public string Received => Encoding.UTF8.GetString(_received.ToArray());

    /// <summary>Connects and sends a request.</summary>
    public static async Task<RawConnection> SendAsync(Uri address, string method, string body, params string[] headers)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, Deadline.Token);
        List<string> all = [$"{method} {address.PathAndQuery} HTTP/1.1", $"Host: {address.Authority}",
            "Accept: application/json, text/event-stream", .. headers];
        if (body.Length > 0)
            all.AddRange(["Content-Type: application/json", $"Content-Length: {Encoding.UTF8.GetByteCount(body)}"]);
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(string.Join("\r\n", all) + "\r\n\r\n" + body), Deadline.Token);
        return new RawConnection(socket);
    }

    /// <summary>Sends more of the request.</summary>
    public async Task SendMoreAsync(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Deadline.Token);

    /// <summary>Reads until <paramref name="text"/> has come.</summary>
    public async Task ReadUntilAsync(string text)
    {
        while (!Received.Contains(text, StringComparison.Ordinal))
        {
            if (!await ReadMoreAsync($"'{text}'"))
                throw new EndOfStreamException($"The answer ended without '{text}': '{Received}'.");
        }
    }

    /// <summary>Reads until the other side ends the connection.</summary>
    public async Task ReadToEndAsync()
    {
        while (await ReadMoreAsync("the end"))
            continue;
    }

    /// <summary>Reads what comes next; false when the other side has ended the connection.</summary>
    public async Task<bool> ReadMoreAsync(string what = "more")
    {
        var buffer = new byte[4096];
        var read = await Deadline.Within(_stream.ReadAsync(buffer).AsTask(), $"{what} after '{Received}'");
        _received.Write(buffer, 0, read);
        return read > 0;
    }

    /// <summary>Leaves.</summary>
    public void Dispose() => _socket.Dispose();
}
