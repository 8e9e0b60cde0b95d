using System.Text.Json;

namespace Edge.Fuzz.Generation;

/// <summary>Makes nodes of JSON, to be changed and written again.</summary>
internal static class NodeReader
{
    /// <summary>The document; null if these bytes are none.</summary>
    public static Node? Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            return Of(document.RootElement);
        }
        // The second is for half a surrogate pair in a text.
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Node Of(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var map = new Node.Map();
                foreach (var member in element.EnumerateObject())
                    map.Add(member.Name, Of(member.Value));
                return map;
            case JsonValueKind.Array:
                var list = new Node.List();
                foreach (var item in element.EnumerateArray())
                    list.Items.Add(Of(item));
                return list;
            case JsonValueKind.String:
                return new Node.Text(element.GetString() ?? "");
            default:
                return new Node.Token(element.GetRawText());
        }
    }
}
