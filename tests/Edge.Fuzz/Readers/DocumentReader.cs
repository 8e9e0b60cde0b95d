using System.Text.Json;

namespace Edge.Fuzz.Readers;

/// <summary>Reads a message as a server with <see cref="JsonDocument"/> does: the fields of <c>read.mjs</c>, without the paths.</summary>
internal static class DocumentReader
{
    /// <summary>The fields, from the kind to the whole document; throws <see cref="JsonException"/> for what is none.</summary>
    public static string[] Read(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var message = document.RootElement;
        var (method, id, parameters) = (Of(message, "method"), Of(message, "id"), Of(message, "params"));
        var name = method.ValueKind == JsonValueKind.String ? method.GetString() : null;
        var kind = (name, id.ValueKind) switch
        {
            (null, _) => "response",
            (_, JsonValueKind.Undefined) => "notification",
            _ => "request",
        };
        return
        [
            kind,
            Canonical.Of(method),
            Canonical.Of(id),
            Target(name, parameters),
            Canonical.Of(Of(Of(parameters, "_meta"), "io.modelcontextprotocol/protocolVersion")),
            name is "tools/call" or "prompts/get" ? Canonical.Of(Of(parameters, "arguments")) : Canonical.Missing,
            Canonical.Of(message),
        ];
    }

    private static string Target(string? method, JsonElement parameters)
    {
        switch (method)
        {
            case "tools/call":
                return $"tool {Member(parameters, "name")}";
            case "prompts/get":
                return $"prompt {Member(parameters, "name")}";
            case "resources/read" or "resources/subscribe" or "resources/unsubscribe":
                return $"uri [{Member(parameters, "uri")}]";
            case "tasks/get" or "tasks/update" or "tasks/cancel" or "tasks/result":
                return $"task {Member(parameters, "taskId")}";
            case "completion/complete":
                var reference = Of(parameters, "ref");
                return Of(reference, "type").ValueEquals("ref/prompt") ? $"prompt {Member(reference, "name")}"
                    : $"uri [{Member(reference, "uri")}]";
            case "subscriptions/listen":
                var uris = Of(Of(parameters, "notifications"), "resourceSubscriptions");
                return uris.ValueKind == JsonValueKind.Undefined || uris.GetArrayLength() == 0 ? Canonical.Missing
                    : $"uri {Canonical.Of(uris)}";
            case "initialize" when Of(parameters, "protocolVersion") is { ValueKind: not JsonValueKind.Undefined } version:
                return $"version {Canonical.Of(version)}";
            default:
                return Canonical.Missing;
        }
    }

    private static string Member(JsonElement element, string name) => Canonical.Of(Of(element, name));

    private static JsonElement Of(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? value : default;
}
