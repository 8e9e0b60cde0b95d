using System.Globalization;
using System.Text.Json;

namespace Edge.Admin.Decisions;

/// <summary>Finds where in a JSON text a value stands.</summary>
/// <param name="Start">Where its name starts, or the value itself where it has none; in bytes.</param>
/// <param name="End">Behind its last byte.</param>
internal readonly record struct JsonPlace(int Start, int End)
{
    /// <summary>The value at a JSON pointer (RFC 6901); null when there is none, or the text is no JSON.</summary>
    public static JsonPlace? Find(ReadOnlySpan<byte> text, string pointer)
    {
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read())
                return null;
            var start = (int)reader.TokenStartIndex;
            foreach (var step in pointer.Split('/').Skip(1))
            {
                var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
                if (!TryEnter(ref reader, name, ref start))
                    return null;
            }

            reader.Skip();
            return new JsonPlace(start, (int)reader.BytesConsumed);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool TryEnter(ref Utf8JsonReader reader, string name, ref int start)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var found = reader.ValueTextEquals(name);
                start = (int)reader.TokenStartIndex;
                reader.Read();
                if (found)
                    return true;
                reader.Skip();
            }

            return false;
        }

        if (reader.TokenType != JsonTokenType.StartArray
            || !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var wanted))
            return false;
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            start = (int)reader.TokenStartIndex;
            if (index == wanted)
                return true;
            reader.Skip();
        }

        return false;
    }
}
