using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Edge.Fuzz.Responses;

/// <summary>The names that a client in C# could find in lists: every one of several members with one name, in any letter case.</summary>
internal static class NamesInAnswers
{
    private static readonly (string List, string Key)[] Lists =
        [("tools", "name"), ("prompts", "name"), ("resources", "uri"), ("resourceTemplates", "uriTemplate")];

    public static IEnumerable<string> InJson(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body["\uFEFF"u8.Length..];
        try
        {
            using var document =
                JsonDocument.Parse(body,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            var root = document.RootElement;
            return [.. (root.ValueKind == JsonValueKind.Array ? root.EnumerateArray().ToArray() : [root]).SelectMany(InMessage)];
        }
        catch (JsonException)
        {
            return [];
        }
    }

    public static IEnumerable<string> InStream(byte[] stream) =>
        SseParser.Create(new MemoryStream(stream), (_, data) => InJson(data.ToArray()).ToArray()).Enumerate().SelectMany(item => item.Data);

    private static IEnumerable<string> InMessage(JsonElement message) =>
        from result in Members(message, "result")
        from list in Lists
        from entries in Members(result, list.List)
        where entries.ValueKind == JsonValueKind.Array
        from entry in entries.EnumerateArray()
        from name in Members(entry, list.Key)
        select Text(name);

    private static IEnumerable<JsonElement> Members(JsonElement element, string name) => element.ValueKind != JsonValueKind.Object
        ? []
        : element.EnumerateObject().Where(member => Is(member, name)).Select(member => member.Value);

    // A name with half a surrogate pair, or with bytes that are no UTF-8, is that of no list.
    private static bool Is(JsonProperty member, string name)
    {
        try
        {
            return member.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    // An entry whose name cannot be read is one that no policy lists.
    private static string Text(JsonElement name)
    {
        try
        {
            return name.ToString();
        }
        catch (InvalidOperationException)
        {
            return "\uFFFD";
        }
    }
}
