using System.Net;
using System.Text;
using System.Text.Json;

namespace Edge.EndToEnd.Clients;

/// <summary>One answer to a posted message: the bytes, and what they say.</summary>
internal sealed class McpAnswer
{
    private McpAnswer(HttpResponseMessage response, byte[] body)
    {
        Status = response.StatusCode;
        MediaType = response.Content.Headers.ContentType?.ToString();
        // The date alone may differ between two answers to the same message.
        Headers = [.. response.Headers.Concat(response.Content.Headers).Where(h => h.Key != "Date")
            .Select(h => $"{h.Key.ToLowerInvariant()}: {string.Join(", ", h.Value)}").Order(StringComparer.Ordinal)];
        Body = body;
    }

    public HttpStatusCode Status { get; }

    public string? MediaType { get; }

    /// <summary>All headers, as "name: value", sorted.</summary>
    public IReadOnlyList<string> Headers { get; }

    public byte[] Body { get; }

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The JSON-RPC message: the body, or the data of its only event.</summary>
    public string Message => MediaType?.StartsWith("text/event-stream", StringComparison.Ordinal) == true
        ? Text.Split('\n').Single(line => line.StartsWith("data: ", StringComparison.Ordinal))["data: ".Length..]
        : Text;

    public JsonElement Json => JsonSerializer.Deserialize<JsonElement>(Message);

    public JsonElement Result => Json.GetProperty("result");

    /// <summary>What Edge decided, when it denied with a tool result; else undefined.</summary>
    public JsonElement? Decision =>
        Json.TryGetProperty("result", out var result) && result.TryGetProperty("_meta", out var meta)
        && meta.TryGetProperty("edge.policy/decision", out var decision)
            ? decision : null;

    public string? Reason => Decision?.GetProperty("reason").GetString();

    public string? Rule => Decision?.GetProperty("rule").GetString();

    public string ToolText => Result.GetProperty("content")[0].GetProperty("text").GetString()!;

    public IReadOnlyList<string> ToolNames =>
        [.. Result.GetProperty("tools").EnumerateArray().Select(tool => tool.GetProperty("name").GetString()!)];

    public static async Task<McpAnswer> ReadAsync(HttpResponseMessage response) =>
        new(response, await response.Content.ReadAsByteArrayAsync());
}
