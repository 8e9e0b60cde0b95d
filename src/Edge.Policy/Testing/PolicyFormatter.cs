using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Edge.Policy.Testing;

/// <summary>
/// Writes JSON in one layout: two spaces, a value on one line where it fits into 100 columns. Members keep their order, numbers and strings
/// their spelling; comments and trailing commas are left out. Thread-safe.
/// </summary>
internal static class PolicyFormatter
{
    private const int Width = 100;
    private const int Indent = 2;

    // The document and its members, as 'tools', have a line for each of their own members.
    private const int AlwaysOpen = 1;

    private static readonly JsonReaderOptions Counting = new() { CommentHandling = JsonCommentHandling.Allow, AllowTrailingCommas = true };
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>The text in the layout, with a line feed at its end.</summary>
    /// <param name="utf8">JSON, with or without comments.</param>
    /// <param name="comments">How many comments are left out.</param>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string Format(ReadOnlyMemory<byte> utf8, out int comments)
    {
        comments = 0;
        var reader = new Utf8JsonReader(utf8.Span, Counting);
        while (reader.Read())
            comments += reader.TokenType == JsonTokenType.Comment ? 1 : 0;
        using var json = JsonDocument.Parse(utf8, Lenient);
        var text = new StringBuilder();
        Write(json.RootElement, 0, 0, text);
        return text.Append('\n').ToString();
    }

    private static void Write(JsonElement value, int depth, int used, StringBuilder text)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        if ((!isObject && value.ValueKind != JsonValueKind.Array) || IsEmpty(value)
            || (!(isObject && depth <= AlwaysOpen) && Fits(value, used)))
        {
            text.Append(Inline(value));
            return;
        }

        text.Append(isObject ? '{' : '[');
        var first = true;
        var margin = new string(' ', (depth + 1) * Indent);
        if (isObject)
        {
            foreach (var member in value.EnumerateObject())
            {
                Next(ref first, margin, text);
                var name = $"{Name(member)}: ";
                text.Append(name);
                Write(member.Value, depth + 1, margin.Length + name.Length, text);
            }
        }
        else
        {
            foreach (var item in value.EnumerateArray())
            {
                Next(ref first, margin, text);
                Write(item, depth + 1, margin.Length, text);
            }
        }

        text.Append('\n').Append(' ', depth * Indent).Append(isObject ? '}' : ']');
    }

    private static void Next(ref bool first, string margin, StringBuilder text)
    {
        text.Append(first ? "\n" : ",\n").Append(margin);
        first = false;
    }

    // A comma may follow.
    private static bool Fits(JsonElement value, int used) =>
        value.GetRawText().Length <= 8 * Width && used + Inline(value).Length + 1 <= Width;

    private static bool IsEmpty(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? !value.EnumerateObject().Any() : value.GetArrayLength() == 0;

    private static string Inline(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object when IsEmpty(value) => "{}",
        JsonValueKind.Object => $"{{ {string.Join(", ", value.EnumerateObject().Select(one => $"{Name(one)}: {Inline(one.Value)}"))} }}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(Inline))}]",
        _ => value.GetRawText(),
    };

    private static string Name(JsonProperty member) =>
        $"\"{JsonEncodedText.Encode(member.Name, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
