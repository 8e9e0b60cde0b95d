using Microsoft.AspNetCore.Http;

namespace Edge.Testing;

/// <summary>What a scripted server received: method, target, headers and the body's bytes.</summary>
public sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    /// <summary>The version of HTTP it came by, such as <c>HTTP/1.1</c>.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>The body as text.</summary>
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    /// <summary>Reads everything of a request.</summary>
    public static async Task<ReceivedRequest> ReadAsync(HttpRequest request)
    {
        var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        return new ReceivedRequest(
            request.Method,
            request.Path + request.QueryString,
            request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase),
            body.ToArray()) { Protocol = request.Protocol };
    }
}
