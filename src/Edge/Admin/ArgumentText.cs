using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Admin;

/// <summary>
/// Writes the arguments of a call for people: indented, whole, masked where the settings say so, and with every character that could hide
/// others (controls, text direction, invisible ones) written as an escape.
/// </summary>
internal static class ArgumentText
{
    /// <summary>What stands in the place of a value that nobody is shown.</summary>
    public const string Mask = "(masked)";

    private static readonly JsonWriterOptions Form = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of arguments that were read strictly before; empty ones are <c>{}</c>.</summary>
    public static string Indented(ReadOnlyMemory<byte> arguments, IReadOnlyList<ValuePath> masked)
    {
        if (arguments.IsEmpty)
            return "{}";
        using var document = JsonDocument.Parse(arguments, new JsonDocumentOptions { MaxDepth = 512 });
        var text = new ArrayBufferWriter<byte>(arguments.Length * 2);
        using (var json = new Utf8JsonWriter(text, Form))
            Write(json, document.RootElement, [.. masked.Select(path => path.Segments.AsMemory())]);
        return Printable(Encoding.UTF8.GetString(text.WrittenSpan));
    }

    private static void Write(Utf8JsonWriter json, JsonElement value, List<ReadOnlyMemory<PathSegment>> masked)
    {
        if (masked.Exists(path => path.IsEmpty))
        {
            json.WriteStringValue(Mask);
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                json.WriteStartObject();
                foreach (var member in value.EnumerateObject())
                {
                    json.WritePropertyName(member.Name);
                    Write(json, member.Value, Below(masked, step => step.Kind == PathSegmentKind.Member && step.Name == member.Name));
                }

                json.WriteEndObject();
                break;
            case JsonValueKind.Array:
                json.WriteStartArray();
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Write(json, item, Below(masked, step => step.Kind == PathSegmentKind.Each || (step.Kind == PathSegmentKind.Index && step.Index == index)));
                    index++;
                }

                json.WriteEndArray();
                break;
            case JsonValueKind.Number:
                // By its characters: what a double would make of it is not what was sent.
                json.WriteRawValue(value.GetRawText(), skipInputValidation: true);
                break;
            default:
                value.WriteTo(json);
                break;
        }
    }

    private static List<ReadOnlyMemory<PathSegment>> Below(List<ReadOnlyMemory<PathSegment>> paths, Func<PathSegment, bool> matches) =>
        paths.Count == 0 ? paths : [.. paths.Where(path => matches(path.Span[0])).Select(path => path[1..])];

    private static string Printable(string text) => string.Join('\n', text.Split('\n').Select(UserText.Printable));
}
