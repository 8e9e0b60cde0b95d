using System.Net.Sockets;
using System.Text;

namespace Edge.Testing;

/// <summary>Speaks HTTP/1.1 in bytes, so that a test can send what no client library would.</summary>
public static class RawHttp
{
    /// <summary>Sends exactly <paramref name="bytes"/> on a new connection and reads until the other side closes it.</summary>
    public static async Task<RawResponse> SendAsync(Uri address, ReadOnlyMemory<byte> bytes)
    {
        using var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync(address.Host, address.Port, Deadline.Token);
        var stream = socket.GetStream();
        var received = new MemoryStream();
        var reading = stream.CopyToAsync(received, Deadline.Token);
        try
        {
            await stream.WriteAsync(bytes, Deadline.Token);
            await reading;
        }
        catch (IOException) when (received.Length > 0)
        {
            // A server that refuses early may reset the connection behind its answer; the answer is what counts.
            return RawResponse.Parse(received.ToArray());
        }

        return RawResponse.Parse(received.ToArray());
    }

    /// <summary>
    /// Posts a body with the headers that every client sends; a header given in <paramref name="headers"/> replaces the usual one.
    /// </summary>
    public static Task<RawResponse> PostAsync(Uri address, ReadOnlyMemory<byte> body, params string[] headers) =>
        RequestAsync(address, "POST", body, headers);

    /// <summary>Posts a text.</summary>
    public static Task<RawResponse> PostAsync(Uri address, string body, params string[] headers) =>
        RequestAsync(address, "POST", Encoding.UTF8.GetBytes(body), headers);

    /// <summary>
    /// Sends any method, with the usual headers unless <paramref name="headers"/> replaces them (an empty value removes one).
    /// </summary>
    public static Task<RawResponse> RequestAsync(Uri address, string method, ReadOnlyMemory<byte> body, params string[] headers)
    {
        List<string> all = [$"Host: {address.Authority}", "Connection: close"];
        if (!body.IsEmpty || method == "POST")
            all.AddRange(
                ["Content-Type: application/json", "Accept: application/json, text/event-stream", $"Content-Length: {body.Length}"]);
        all.RemoveAll(usual =>
            headers.Any(h =>
            h.StartsWith(usual[..(usual.IndexOf(':', StringComparison.Ordinal) + 1)], StringComparison.OrdinalIgnoreCase)));
        all.AddRange(headers.Where(h => !h.EndsWith(':')));
        var head = $"{method} {address.PathAndQuery} HTTP/1.1\r\n{string.Join("\r\n", all)}\r\n\r\n";
        return SendAsync(address, (byte[])[.. Encoding.Latin1.GetBytes(head), .. body.Span]);
    }
}
