using System.Text;
using System.Text.Json;

namespace Edge.Policy.Tests.Results;

/// <summary>
/// Everything that a client could read in a message: its strings and names, those of JSON in text however deep, and blobs.
/// </summary>
internal static class Decodings
{
    private const int MaxDepth = 12;

    /// <summary>Whether the text can be read anywhere; of strings in arrays also across their borders.</summary>
    public static bool Hold(ReadOnlyMemory<byte> message, string text)
    {
        using var document = JsonDocument.Parse(message);
        var all = new StringBuilder();
        Collect(document.RootElement, all, 0);
        var seen = all.ToString();
        return seen.Contains(text, StringComparison.Ordinal)
            || seen.Replace("\0", "", StringComparison.Ordinal).Contains(text, StringComparison.Ordinal);
    }

    private static void Collect(JsonElement element, StringBuilder all, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    all.Append(member.Name).Append('\0');
                    Collect(member.Value, all, depth);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                    Collect(item, all, depth);
                break;
            case JsonValueKind.String:
                Collect(element.GetString()!, all, depth);
                break;
        }
    }

    private static void Collect(string text, StringBuilder all, int depth)
    {
        all.Append(text).Append('\0');
        if (depth == MaxDepth)
            return;
        try
        {
            using var inner = JsonDocument.Parse(text);
            if (inner.RootElement.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                Collect(inner.RootElement, all, depth + 1);
        }
        catch (JsonException)
        {
            var bytes = new byte[text.Length];
            if (text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var count))
                all.Append(Encoding.UTF8.GetString(bytes, 0, count)).Append('\0');
        }
    }
}
