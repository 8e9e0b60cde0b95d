using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Gateway.Audit;

/// <summary>Writes the values of the arguments that the settings name, and of no other.</summary>
internal static class RecordedValues
{
    /// <summary>How much of one value is written: the characters of a text, the bytes of anything else.</summary>
    public const int MaxLength = 1024;

    private const string Cut = "…";

    /// <summary>
    /// Writes a member for each path that the call has; a text that is too long is cut, anything else that is too long is an ellipsis.
    /// </summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<ValuePath> paths, in ReadOnlySequence<byte> arguments)
    {
        if (arguments.IsEmpty)
            return;
        foreach (var path in paths)
        {
            var reader = new Utf8JsonReader(arguments);
            if (!reader.Read() || !TryDescend(ref reader, path.Segments))
                continue;
            json.WritePropertyName(path.Text);
            WriteValue(json, ref reader);
        }
    }

    private static bool TryDescend(ref Utf8JsonReader reader, ImmutableArray<PathSegment> steps)
    {
        foreach (var step in steps)
        {
            if (!(step.Kind == PathSegmentKind.Member ? TryEnter(ref reader, step.Name!) : TryEnter(ref reader, step.Index)))
                return false;
        }

        return true;
    }

    private static bool TryEnter(ref Utf8JsonReader reader, string name)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var found = reader.ValueTextEquals(name);
            reader.Read();
            if (found)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static bool TryEnter(ref Utf8JsonReader reader, int index)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        for (var i = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; i++)
        {
            if (i == index)
                return true;
            reader.Skip();
        }

        return false;
    }

    private static void WriteValue(Utf8JsonWriter json, ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            var text = reader.GetString()!;
            if (text.Length > MaxLength)
                text = string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength), Cut);
            json.WriteStringValue(text);
            return;
        }

        var end = reader;
        end.Skip();
        if (end.BytesConsumed - reader.TokenStartIndex > MaxLength)
        {
            json.WriteStringValue(Cut);
            return;
        }

        // Written anew, not copied: what was sent may contain line feeds.
        using var value = JsonDocument.ParseValue(ref reader);
        value.WriteTo(json);
    }
}
