using System.Text.Json;

namespace Edge.EndToEnd.Revisions;

/// <summary>One request as the conformance fixture wrote it down.</summary>
internal sealed class SeenRequest(JsonElement entry)
{
    public string HttpMethod => entry.GetProperty("method").GetString()!;

    public string? Revision => Header("revision");

    public string? Session => Header("session");

    public string? LastEventId => Header("lastEventId");

    public string? MethodHeader => Header("method");

    public string? NameHeader => Header("name");

    /// <summary>The message's method; null where it is a response, or where there is no message.</summary>
    public string? Method => Member("method") is { } method ? method.GetString() : null;

    /// <summary>The tool that the message calls.</summary>
    public string? Tool => Method == "tools/call" ? Member("params")!.Value.GetProperty("name").GetString() : null;

    /// <summary>Whether the message is the result of a request of the server's.</summary>
    public bool IsPostedResult => Member("result") is not null;

    /// <summary>Whether who asked left before the answer was whole.</summary>
    public bool WasLeft => entry.TryGetProperty("left", out var left) && left.GetBoolean();

    private string? Header(string name) => entry.TryGetProperty("mcp", out var mcp) && mcp.TryGetProperty(name, out var value)
        ? value.GetString() : null;

    private JsonElement? Member(string name) => entry.TryGetProperty("body", out var body) && body.TryGetProperty(name, out var member)
        ? member : null;
}
