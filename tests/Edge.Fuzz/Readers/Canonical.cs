using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Fuzz.Readers;

/// <summary>
/// One spelling for each value: members by name, numbers by the bits of their double, because that is what JavaScript reads; minus zero is
/// zero, which every reader says of it. <c>read.mjs</c> and <c>read.py</c> write the same.
/// </summary>
internal static class Canonical
{
    /// <summary>What is not there.</summary>
    public const string Missing = "-";

    public static string Of(string text)
    {
        var written = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => written.Append("\\\""),
                '\\' => written.Append("\\\\"),
                '\b' => written.Append("\\b"),
                '\f' => written.Append("\\f"),
                '\n' => written.Append("\\n"),
                '\r' => written.Append("\\r"),
                '\t' => written.Append("\\t"),
                < ' ' => written.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => written.Append(c),
            };
        }

        return written.Append('"').ToString();
    }

    public static string Of(double number) => $"d{BitConverter.DoubleToUInt64Bits(number + 0.0):x16}";

    /// <summary>A number as sent. Exponents that Utf8Parser gives up on are infinite, or zero, as in JavaScript.</summary>
    public static string OfNumber(ReadOnlySpan<byte> token) => Of(double.Parse(token, NumberStyles.Float, CultureInfo.InvariantCulture));

    public static string OfMembers(IEnumerable<(string Name, string Value)> members) =>
        $"{{{string.Join(',', members.OrderBy(member => member.Name, StringComparer.Ordinal)
            .Select(member => $"{Of(member.Name)}:{member.Value}"))}}}";

    /// <summary>A value of System.Text.Json's document; of two members with one name the last, as <c>GetProperty</c> takes it.</summary>
    public static string Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined => Missing,
        JsonValueKind.Null => "n",
        JsonValueKind.True => "t",
        JsonValueKind.False => "f",
        JsonValueKind.String => Of(element.GetString() ?? ""),
        JsonValueKind.Number => OfNumber(Encoding.ASCII.GetBytes(element.GetRawText())),
        JsonValueKind.Array => $"[{string.Join(',', element.EnumerateArray().Select(Of))}]",
        _ => OfMembers(element.EnumerateObject().Select(member => (member.Name, Of(member.Value)))),
    };

    /// <summary>
    /// The value on whose first token the reader stands, read token by token, as Edge reads; leaves the reader on its last.
    /// </summary>
    public static string Of(ref Utf8JsonReader json)
    {
        switch (json.TokenType)
        {
            case JsonTokenType.StartObject:
                var members = new List<(string, string)>();
                while (json.Read() && json.TokenType != JsonTokenType.EndObject)
                {
                    var name = json.GetString() ?? "";
                    json.Read();
                    members.Add((name, Of(ref json)));
                }

                return OfMembers(members);
            case JsonTokenType.StartArray:
                var items = new List<string>();
                while (json.Read() && json.TokenType != JsonTokenType.EndArray)
                    items.Add(Of(ref json));
                return $"[{string.Join(',', items)}]";
            case JsonTokenType.String:
                return Of(json.GetString() ?? "");
            case JsonTokenType.Number:
                return OfNumber(json.HasValueSequence ? System.Buffers.BuffersExtensions.ToArray(json.ValueSequence) : json.ValueSpan);
            default:
                return json.TokenType switch { JsonTokenType.True => "t", JsonTokenType.False => "f", _ => "n" };
        }
    }
}
