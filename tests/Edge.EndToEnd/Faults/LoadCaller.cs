using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Edge.EndToEnd.Clients;

namespace Edge.EndToEnd.Faults;

/// <summary>
/// One caller of a <see cref="FaultServer"/> through Edge, with a credential and connections of its own, that holds every answer against
/// what it must be. Any number of calls at a time.
/// </summary>
internal sealed class LoadCaller : IDisposable
{
    private readonly Uri _url;
    private readonly HttpClient _client;
    private readonly string _token = McpHttp.NewToken();

    /// <summary>A caller; <paramref name="from"/> is an address of this machine's own network, 127.0.0.0/8.</summary>
    public LoadCaller(Uri url, string from = "127.0.0.1")
    {
        _url = url;
        _client =
            new HttpClient(
            new SocketsHttpHandler { ConnectCallback = (context, cancellation) => ConnectAsync(from, context.DnsEndPoint, cancellation) })
            {
                Timeout = 3 * Patience.Long,
            };
    }

    /// <summary>
    /// Calls a tool with a number and, before it, other <paramref name="arguments"/> (each with its comma). The number is also the id.
    /// </summary>
    public Task<LoadAnswer> CallAsync(string tool, int number, string arguments = "") => PostAsync(Call(tool, number, arguments));

    /// <summary>Asks for a list of tools.</summary>
    public Task<LoadAnswer> ListAsync(string cursor = "plain") =>
        PostAsync(Bytes($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"{{{cursor}}}"}}"""));

    /// <summary>Posts a message and reads the answer whole.</summary>
    public async Task<LoadAnswer> PostAsync(byte[] message)
    {
        using var response = await SendAsync(message);
        return new LoadAnswer(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(),
            Header(response, "RateLimit"),
            Header(response, "Retry-After"));
    }

    /// <summary>Posts a message; the response as soon as its head is there.</summary>
    public async Task<HttpResponseMessage> SendAsync(byte[] message, CancellationToken cancellation = default)
    {
        using var request = Request(HttpMethod.Post);
        request.Content = new ByteArrayContent(message) { Headers = { ContentType = new("application/json") } };
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    /// <summary>A call that must reach the server and come back with its number.</summary>
    public async Task AllowedAsync(string tool, int number, string arguments = "")
    {
        var answer = await CallAsync(tool, number, arguments);
        Assert.True(answer.Status == HttpStatusCode.OK && answer.Reason is null
            && answer.Fault is null, $"{tool} {number}: {answer.Status} {answer.Text}");
        Assert.Equal((number, $"{number}"), (answer.Message.GetProperty("id").GetInt32(), answer.ToolText));
    }

    /// <summary>A call that must be denied.</summary>
    public async Task DeniedAsync(string tool, int number, string reason, string arguments = "")
    {
        var answer = await CallAsync(tool, number, arguments);
        Assert.True(answer.Status == HttpStatusCode.OK && answer.Reason == reason, $"{tool} {number}: {answer.Status} {answer.Text}");
        Assert.Equal(number, answer.Message.GetProperty("id").GetInt32());
    }

    /// <summary>A call whose answer is a stream of <paramref name="count"/> events before the last.</summary>
    public async Task StreamedAsync(int number, int count, int milliseconds)
    {
        var answer = await CallAsync("stream", number, $"\"count\":{count},\"ms\":{milliseconds},");
        Assert.True(answer.MediaType == "text/event-stream"
            && answer.Events.Count == count + 1, $"stream {number}: {answer.Status} {answer.Text}");
        for (var i = 0; i < count; i++)
            Assert.Contains($"\"progressToken\":{number},\"progress\":{i + 1}}}", answer.Events[i], StringComparison.Ordinal);
        Assert.Equal((number, $"{number}"), (answer.Message.GetProperty("id").GetInt32(), answer.ToolText));
    }

    /// <summary>A call of <paramref name="bytes"/> bytes, which the server must receive to the byte.</summary>
    public async Task LargeAsync(int number, int bytes) => Assert.True(await TryLargeAsync(LargeCall("sum", number, bytes)));

    /// <summary>A call of any size, which the server must receive to the byte. False when Edge had no room for it.</summary>
    public async Task<bool> TryLargeAsync(byte[] call)
    {
        var answer = await PostAsync(call);
        if (answer.Status == HttpStatusCode.ServiceUnavailable)
        {
            Assert.Equal("1", answer.RetryAfter);
            return false;
        }

        Assert.True(answer.Status == HttpStatusCode.OK && answer.Fault is null, $"{answer.Status} {answer.Text}");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(call)), answer.ToolText);
        return true;
    }

    /// <summary>The list, which must have everything but what is hidden.</summary>
    public async Task ListedAsync()
    {
        var answer = await ListAsync();
        Assert.True(answer.Status == HttpStatusCode.OK && answer.Fault is null, $"tools/list: {answer.Status} {answer.Text}");
        var names = answer.Message.GetProperty("result").GetProperty("tools").EnumerateArray()
            .Select(tool => tool.GetProperty("name").GetString()).ToList();
        Assert.Contains("echo", names);
        Assert.DoesNotContain("hidden", names);
    }

    /// <summary>Opens a GET stream, sees that it is open, and leaves.</summary>
    public Task OpenedAsync() => OpenedAsync(untilItEnds: false);

    /// <summary>Opens a GET stream, and reads it until Edge ends it in good order.</summary>
    public Task OpenedUntilItEndsAsync() => OpenedAsync(untilItEnds: true);

    /// <summary>How many calls of a thousand remain for this caller, without this one, which counts as well.</summary>
    public async Task<int> RemainingAsync(int number)
    {
        var answer = await CallAsync("echo", number);
        Assert.StartsWith("\"calls\";r=", answer.RateLimit, StringComparison.Ordinal);
        return int.Parse(answer.RateLimit!["\"calls\";r=".Length..].Split(';')[0], CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes of a call.</summary>
    public static byte[] Call(string tool, int number, string arguments = "") =>
        Bytes(McpHttp.CallMessage(tool, $$"""{{{arguments}}"n":{{number}}}""", $"{number}"));

    /// <summary>The bytes of a call that has <paramref name="length"/> of them.</summary>
    public static byte[] LargeCall(string tool, int number, int length, string arguments = "")
    {
        var bare = Call(tool, number, $"{arguments}\"text\":\"#\",");
        var at = Array.IndexOf(bare, (byte)'#');
        var call = new byte[length];
        bare.AsSpan(0, at).CopyTo(call);
        // No two calls, and no two places of one, look alike at the same distance.
        for (var i = at; i < at + length - bare.Length + 1; i++)
            call[i] = (byte)('a' + ((i + (i >> 8) + (i >> 16) + number) % 26));
        bare.AsSpan(at + 1).CopyTo(call.AsSpan(at + length - bare.Length + 1));
        return call;
    }

    public void Dispose() => _client.Dispose();

    private async Task OpenedAsync(bool untilItEnds)
    {
        using var request = Request(HttpMethod.Get);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var open = new byte[": open\n\n".Length];
        await stream.ReadExactlyAsync(open);
        Assert.Equal(": open\n\n", Encoding.ASCII.GetString(open));
        if (untilItEnds)
            Assert.Equal(0, await stream.ReadAsync(new byte[1]));
    }

    private HttpRequestMessage Request(HttpMethod method)
    {
        var request = new HttpRequestMessage(method, _url);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        return request;
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async ValueTask<Stream> ConnectAsync(string from, DnsEndPoint to, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Parse(to.Host), to.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
