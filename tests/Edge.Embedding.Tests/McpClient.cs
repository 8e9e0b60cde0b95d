using System.Text;

namespace Edge.Embedding.Tests;

/// <summary>An agent that calls tools over HTTP, without a session.</summary>
internal static class McpClient
{
    /// <summary>Calls a tool and reads the whole response.</summary>
    public static async Task<string> CallAsync(HttpClient client, Uri mcp, string tool)
    {
        using var response = await SendAsync(client, mcp, tool);
        return await response.Content.ReadAsStringAsync(Deadline.Token);
    }

    /// <summary>Sends a message and reads the whole response.</summary>
    public static async Task<string> SendTextAsync(HttpClient client, Uri mcp, string message)
    {
        using var response = await SendMessageAsync(client, mcp, message, host: null);
        return await response.Content.ReadAsStringAsync(Deadline.Token);
    }

    /// <summary>Calls a tool.</summary>
    public static Task<HttpResponseMessage> SendAsync(HttpClient client, Uri mcp, string tool, string? host = null) =>
        SendMessageAsync(client, mcp, Call(tool), host);

    private static async Task<HttpResponseMessage> SendMessageAsync(HttpClient client, Uri mcp, string message, string? host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, mcp)
        {
            Content = new StringContent(message, Encoding.UTF8, "application/json"),
        };
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.Host = host;
        return await client.SendAsync(request, Deadline.Token);
    }

    /// <summary>The message that calls a tool.</summary>
    public static string Call(string tool) =>
        $$$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{{tool}}}}","arguments":{}}}""";

    /// <summary>A server that answers every call with the text <c>served</c>.</summary>
    public static Task<ScriptedServer> StartServerAsync() => ScriptedServer.StartAsync(static (context, _) =>
        ScriptedServer.Json(context, """{"jsonrpc":"2.0","id":1,"result":{"content":[{"type":"text","text":"served"}]}}"""));
}
