using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Edge.Tests.Speed;

/// <summary>One connection on which the same request is sent again and again, on the caller's thread, without allocating.</summary>
internal sealed class KeptConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 60_000 };
    private readonly byte[] _request;
    private readonly byte[] _answer = new byte[64 * 1024];

    public KeptConnection(Uri address, string body)
    {
        _request = Encoding.ASCII.GetBytes(
            $"POST {address.AbsolutePath} HTTP/1.1\r\nHost: {address.Authority}\r\nContent-Type: application/json\r\nAccept: "
                + $"application/json\r\nAuthorization: Bearer t\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        _socket.Connect(new IPEndPoint(IPAddress.Loopback, address.Port));
    }

    /// <summary>Sends the request and reads its answer, which must have a length; the answer is good until the next.</summary>
    public ReadOnlySpan<byte> Call()
    {
        _socket.Send(_request);
        var received = 0;
        while (true)
        {
            var read = _socket.Receive(_answer.AsSpan(received));
            if (read == 0)
                throw new EndOfStreamException("the connection ended within an answer");
            received += read;
            var answer = _answer.AsSpan(0, received);
            var head = answer.IndexOf("\r\n\r\n"u8);
            if (head >= 0 && received == head + 4 + LengthOf(answer[..head]))
                return answer;
        }
    }

    public void Dispose() => _socket.Dispose();

    private static int LengthOf(ReadOnlySpan<byte> head)
    {
        var name = "Content-Length: "u8;
        var digits = head[(head.IndexOf(name) + name.Length)..];
        var length = 0;
        foreach (var digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
                break;
            length = length * 10 + digit - '0';
        }

        return length;
    }
}
