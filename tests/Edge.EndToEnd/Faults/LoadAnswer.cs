using System.Net;
using System.Text.Json;

namespace Edge.EndToEnd.Faults;

/// <summary>An answer that came whole.</summary>
internal sealed record LoadAnswer(HttpStatusCode Status, string? MediaType, string Text, string? RateLimit, string? RetryAfter)
{
    /// <summary>The JSON-RPC message: the body, or the data of the last event.</summary>
    public JsonElement Message => JsonSerializer.Deserialize<JsonElement>(MediaType == "text/event-stream" ? Events[^1] : Text);

    /// <summary>The data of every event.</summary>
    public IReadOnlyList<string> Events =>
        [.. Text.Split('\n').Where(line => line.StartsWith("data: ", StringComparison.Ordinal)).Select(line => line["data: ".Length..])];

    /// <summary>What the tool said.</summary>
    public string ToolText => Message.GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString()!;

    /// <summary>Why Edge denied; null when the server answered.</summary>
    public string? Reason => Message.TryGetProperty("result", out var result) && result.TryGetProperty("_meta", out var meta)
        && meta.TryGetProperty("edge.policy/decision", out var decision)
        ? decision.GetProperty("reason").GetString()
        : null;

    /// <summary>What Edge said went wrong, with the request's id; null when nothing did.</summary>
    public (int Id, int Code, string Words)? Fault => Message.TryGetProperty("error", out var error)
        ? (Message.GetProperty("id").GetInt32(), error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()!)
        : null;
}
