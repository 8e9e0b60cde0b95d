using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Gateway.Enforcement.Denials;

/// <summary>Writes an id as a JavaScript server writes back what it read: parsed, then stringified.</summary>
internal static class JavaScriptId
{
    /// <summary>Rewrites the JSON token of an id that was read without doubt.</summary>
    public static string Rewrite(ReadOnlySpan<byte> token)
    {
        var reader = new Utf8JsonReader(token);
        reader.Read();
        return reader.TokenType == JsonTokenType.String
            ? Quote(reader.GetString()!)
            : reader.GetInt64().ToString(CultureInfo.InvariantCulture);
    }

    // ECMA-262, QuoteJSONString; lone surrogates were refused when the id was read.
    private static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                < ' ' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
