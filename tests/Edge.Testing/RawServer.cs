using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Testing;

/// <summary>
/// A server on a free loopback port that answers every request with the same bytes and closes: it can send what no HTTP library would.
/// </summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly byte[] _answer;
    private readonly Task _serving;

    private RawServer(string answer)
    {
        _answer = Encoding.Latin1.GetBytes(answer);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>The address.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>How many requests were answered.</summary>
    public int Answered { get; private set; }

    /// <summary>Starts a server; <paramref name="answer"/> is sent as Latin-1.</summary>
    public static RawServer Start(string answer) => new(answer);

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                using var connection = await _listener.AcceptTcpClientAsync();
                await AnswerAsync(connection);
            }
            catch (SocketException)
            {
                // The listener was stopped.
                return;
            }
            catch (IOException)
            {
                // The caller left: the next one is served.
                continue;
            }
        }
    }

    private async Task AnswerAsync(TcpClient connection)
    {
        var stream = connection.GetStream();
        var received = new StringBuilder();
        var buffer = new byte[64 * 1024];
        while (!IsWhole(received.ToString()))
        {
            var read = await stream.ReadAsync(buffer, Deadline.Token);
            if (read == 0)
                return;
            received.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        await stream.WriteAsync(_answer, Deadline.Token);
        Answered++;
        connection.Client.Shutdown(SocketShutdown.Send);
    }

    private static bool IsWhole(string request)
    {
        var head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return false;
        const string Length = "\r\ncontent-length:";
        var at = request.IndexOf(Length, StringComparison.OrdinalIgnoreCase);
        if (at < 0 || at > head)
            return true;
        var end = request.IndexOf("\r\n", at + 2, StringComparison.Ordinal);
        return request.Length - head - 4 >= int.Parse(request.AsSpan((at + Length.Length)..end),
            System.Globalization.CultureInfo.InvariantCulture);
    }
}
