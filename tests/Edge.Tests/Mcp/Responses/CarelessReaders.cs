using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

namespace Edge.Tests.Mcp.Responses;

/// <summary>
/// Every reading of an answer that any client might come to: first or last of two keys, letter case ignored, batches opened, lines
/// ended by whatever some language takes for a line's end. What none of them sees is hidden indeed.
/// </summary>
internal static class CarelessReaders
{
    private static readonly string[][] LineEnds =
    [
        ["\n"],
        ["\r\n", "\n", "\r"],
        ["\r\n", "\n", "\r", "\v", "\f", "\u001c", "\u001d", "\u001e", "\u0085", "\u2028", "\u2029"],
    ];

    /// <summary>The names of all tools, resources and prompts that some reader of this JSON sees; none when it is no JSON.</summary>
    public static IReadOnlyCollection<string> NamesInJson(ReadOnlyMemory<byte> body)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (body.Span.StartsWith("\uFEFF"u8))
            body = body[3..];
        try
        {
            using var document =
                JsonDocument.Parse(body,
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip });
            InMessage(document.RootElement, names);
        }
        catch (JsonException)
        {
            return names;
        }

        return names;
    }

    /// <summary>The same over all events that some parser of event streams sees.</summary>
    public static async Task<IReadOnlyCollection<string>> NamesInStreamAsync(byte[] stream)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var item in SseParser.Create(new MemoryStream(stream)).EnumerateAsync())
            names.UnionWith(NamesInJson(Encoding.UTF8.GetBytes(item.Data)));
        var text = Encoding.UTF8.GetString(stream);
        foreach (var lineEnds in LineEnds)
        {
            var event_ = new List<string>();
            foreach (var line in text.Split(lineEnds, StringSplitOptions.None).Append(""))
            {
                var data = line.Trim().TrimStart('\uFEFF').Trim();
                if (data.StartsWith("data:", StringComparison.OrdinalIgnoreCase))
                    event_.Add(data[5..]);
                if (line.Length > 0)
                    continue;
                foreach (var reading in event_.Append(string.Concat(event_)).Append(string.Join('\n', event_)))
                    names.UnionWith(NamesInJson(Encoding.UTF8.GetBytes(reading)));
                event_.Clear();
            }
        }

        return names;
    }

    private static void InMessage(JsonElement message, HashSet<string> names)
    {
        foreach (var element in message.ValueKind == JsonValueKind.Array ? message.EnumerateArray().ToArray() : [message])
        {
            foreach (var result in Members(element, "result"))
            {
                InLists(result, "tools", "name", names);
                InLists(result, "prompts", "name", names);
                InLists(result, "resources", "uri", names);
                InLists(result, "resourceTemplates", "uriTemplate", names);
            }
        }
    }

    private static void InLists(JsonElement result, string list, string key, HashSet<string> names)
    {
        foreach (var entries in Members(result, list).Where(l => l.ValueKind == JsonValueKind.Array))
        {
            foreach (var name in entries.EnumerateArray().SelectMany(entry => Members(entry, key)))
                names.Add(name.ToString());
        }
    }

    private static IEnumerable<JsonElement> Members(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            yield break;
        foreach (var member in element.EnumerateObject())
        {
            if (string.Equals(Fold(member.Name), name, StringComparison.OrdinalIgnoreCase))
                yield return member.Value;
        }
    }

    private static string Fold(string name) => name.Replace('\u017F', 's').Replace('\u212A', 'k');
}
