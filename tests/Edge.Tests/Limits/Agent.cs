using System.Net;
using System.Text;
using Edge.Testing;
using Edge.Tests.Hosting;

namespace Edge.Tests.Limits;

/// <summary>A caller that makes many calls at once, over a bounded number of kept connections.</summary>
internal sealed class Agent(EdgeHost edge, int connections = 32) : IDisposable
{
    private readonly HttpClient _client =
        new(new SocketsHttpHandler { MaxConnectionsPerServer = connections, UseProxy = false }) { Timeout = Deadline.Limit };

    /// <summary>Calls a tool; <paramref name="caller"/> is the credential.</summary>
    public Task<Answer> CallAsync(string tool, string arguments = "{}", string? caller = null, string path = "/mcp") => PostAsync(
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""", caller, path);

    /// <summary>Calls a tool many times at once.</summary>
    public Task<Answer[]> CallManyAsync(int count, string tool, string arguments = "{}") =>
        Task.WhenAll(Enumerable.Range(0, count).Select(_ => CallAsync(tool, arguments)));

    /// <summary>Posts a message.</summary>
    public async Task<Answer> PostAsync(string message, string? caller = null, string path = "/mcp")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post,
            new Uri(edge.Base, path))
        { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(message)) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        if (caller is not null)
            request.Headers.Authorization = new("Bearer", caller);
        using var response = await _client.SendAsync(request);
        return new(
            response.StatusCode,
            await response.Content.ReadAsStringAsync(),
            response.Headers.TryGetValues("RateLimit", out var quota) ? quota.Single() : null,
            (int?)response.Headers.RetryAfter?.Delta?.TotalSeconds);
    }

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    /// <summary>What the caller was told.</summary>
    public sealed record Answer(HttpStatusCode Status, string Text, string? RateLimit, int? RetryAfter)
    {
        /// <summary>Whether the call was denied for want of room.</summary>
        public bool Limited => Text.Contains("\"reason\":\"rate_limited\"", StringComparison.Ordinal);
    }
}
