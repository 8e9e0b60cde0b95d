using System.Collections.Frozen;

namespace Edge.Policy.Results;

/// <summary>Names and values that the protocol itself has: without them a client could not read what is left.</summary>
internal static class ProtocolWords
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Words = new[]
    {
        "jsonrpc", "2.0", "id", "method", "params", "result", "error", "code", "message", "data", "_meta",
        "content", "structuredContent", "isError", "type", "text", "image", "audio", "resource", "resource_link", "tool_use", "tool_result",
        "uri", "mimeType", "blob", "contents", "annotations", "audience", "priority", "lastModified", "size",
        "messages", "role", "user", "assistant", "description", "title", "name", "icons",
        "tools", "inputSchema", "outputSchema", "resources", "resourceTemplates", "uriTemplate", "prompts", "arguments",
        "required", "nextCursor",
        "progressToken", "progress", "total", "level", "logger", "requestId", "reason",
        "debug", "info", "notice", "warning", "critical", "alert", "emergency",
        "protocolVersion", "capabilities", "serverInfo", "version", "instructions", "logging", "completions", "listChanged", "subscribe",
        "notifications/message", "notifications/progress", "notifications/cancelled", "notifications/tools/list_changed",
        "notifications/resources/list_changed", "notifications/resources/updated", "notifications/prompts/list_changed",
        "sampling/createMessage", "elicitation/create", "roots/list", "ping",
    }.ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Whether the text is one of them.</summary>
    public static bool Has(ReadOnlySpan<char> text) => Words.Contains(text);
}
