using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Edge.EndToEnd.Revisions;

/// <summary>A session of the older revisions, spoken by hand: what an official client does behind its face.</summary>
internal sealed class RawSession : IDisposable
{
    // Who leaves a stream leaves at once, instead of listening a while longer for the connection's sake.
    private readonly HttpClient _client = new(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { Timeout = Patience.Long };
    private readonly Uri _url;
    private readonly string _revision;
    private string? _id;

    private RawSession(Uri url, string token, string revision)
    {
        _url = url;
        _revision = revision;
        Token = token;
    }

    public string Token { get; }

    public static async Task<RawSession> BeginAsync(Uri url, string token, string revision)
    {
        var session = new RawSession(url, token, revision);
        var initialize = $$$"""{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"{{{revision}}}","capabilities":{},"clientInfo":{"name":"raw","version":"1"} } }""";
        using (var response = await session.PostAsync(initialize))
            session._id = response.Headers.GetValues("Mcp-Session-Id").Single();
        using (await session.PostAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}"""))
            return session;
    }

    /// <summary>Calls a tool without arguments, and waits for the whole answer.</summary>
    public async Task CallAsync(string tool)
    {
        using var response =
            await PostAsync($$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{} } }""");
    }

    /// <summary>
    /// Opens the stream on which the server speaks unasked, after an event that was seen before; null while it takes another one for open.
    /// </summary>
    public async Task<RawStream?> TryListenAsync(string? lastEventId)
    {
        using var request = New(HttpMethod.Get);
        if (lastEventId is not null)
            request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        if (response.StatusCode == HttpStatusCode.Conflict)
        {
            response.Dispose();
            return null;
        }

        response.EnsureSuccessStatusCode();
        return new(response, new StreamReader(await response.Content.ReadAsStreamAsync(), Encoding.UTF8));
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> PostAsync(string message)
    {
        using var request = New(HttpMethod.Post);
        request.Content = new StringContent(message, Encoding.UTF8, "application/json");
        var response = await _client.SendAsync(request);
        return response.EnsureSuccessStatusCode();
    }

    private HttpRequestMessage New(HttpMethod method)
    {
        var request = new HttpRequestMessage(method, _url) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };
        request.Headers.Accept.ParseAdd(method == HttpMethod.Get ? "text/event-stream" : "application/json, text/event-stream");
        if (_id is not null)
        {
            request.Headers.Add("Mcp-Session-Id", _id);
            request.Headers.Add("MCP-Protocol-Version", _revision);
        }

        return request;
    }
}
