using System.Net.Http.Headers;
using System.Text;

namespace Edge.EndToEnd.Clients;

/// <summary>Posts messages as bytes and shows the bytes that come back: what an official client hides.</summary>
internal sealed class McpHttp(Uri url, string token) : IDisposable
{
    private readonly HttpClient _client = new() { Timeout = Patience.Long };

    /// <summary>A credential that no other test uses, so that counts and logs are this test's own.</summary>
    public static string NewToken() => $"rpa_{Guid.NewGuid():N}";

    public static string CallMessage(string tool, string arguments = "{}", string id = "1") =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";

    public Task<McpAnswer> CallAsync(string tool, string arguments = "{}", string id = "1") => PostAsync(CallMessage(tool, arguments, id));

    public Task<McpAnswer> ListToolsAsync() => PostAsync("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""");

    public async Task<McpAnswer> PostAsync(string message)
    {
        using var response = await SendAsync(message);
        return await McpAnswer.ReadAsync(response);
    }

    /// <summary>The response as soon as its headers are there; the caller disposes it.</summary>
    public async Task<HttpResponseMessage> SendAsync(string message, CancellationToken cancellation = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message)) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
    }

    public void Dispose() => _client.Dispose();
}
