using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Text;

namespace Edge.Policy.Testing;

/// <summary>Conditions and values as a person reads them.</summary>
internal static class ConditionWords
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A condition on one line: <c>args.count lte 2</c>.</summary>
    public static string Describe(ConditionDocument condition) => condition switch
    {
        ConditionDocument.Leaf leaf => $"{UserText.Printable(leaf.Path.Text)} {Operator(leaf)} {Expected(leaf)}",
        ConditionDocument.Not not => $"not ({Describe(not.Child)})",
        ConditionDocument.All all => $"all of ({string.Join("; ", all.Children.Select(Describe))})",
        ConditionDocument.Any any => $"any of ({string.Join("; ", any.Children.Select(Describe))})",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "A new kind of condition needs words."),
    };

    /// <summary>The operator's word.</summary>
    public static string Operator(ConditionDocument.Leaf leaf) => FormWords.Operator.WordOf(leaf.Operator);

    /// <summary>What a leaf compares with: a value as JSON, or a path.</summary>
    public static string Expected(ConditionDocument.Leaf leaf) => leaf.OtherPath is { } other ? UserText.Printable(other.Text)
        : leaf.Value is { } value ? UserText.Printable(Json(value)) : "";

    /// <summary>A stated value as JSON.</summary>
    public static string Json(PolicyValue value)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Readable))
            Write(writer, value);
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter writer, PolicyValue value)
    {
        switch (value)
        {
            case PolicyValue.Text text:
                writer.WriteStringValue(text.Value);
                break;
            case PolicyValue.Number number:
                writer.WriteRawValue(number.Value.ToString("R", CultureInfo.InvariantCulture));
                break;
            case PolicyValue.Boolean boolean:
                writer.WriteBooleanValue(boolean.Value);
                break;
            case PolicyValue.List list:
                writer.WriteStartArray();
                foreach (var item in list.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case PolicyValue.Map map:
                writer.WriteStartObject();
                foreach (var (name, member) in map.Members)
                {
                    writer.WritePropertyName(name);
                    Write(writer, member);
                }

                writer.WriteEndObject();
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
