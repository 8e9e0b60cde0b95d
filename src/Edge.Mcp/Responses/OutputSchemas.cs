using System.Text.Json;

namespace Edge.Mcp.Responses;

/// <summary>
/// Takes <c>outputSchema</c> out of the tools of a list whose results may be edited: a client would hold an edited result against it, and
/// drop the whole answer.
/// </summary>
internal static class OutputSchemas
{
    /// <summary>The message without them; null where there are none to take out, and for what is no JSON.</summary>
    /// <param name="message">The answer to a list request.</param>
    /// <param name="isEdited">Says of a tool whether its results may be edited.</param>
    public static byte[]? Without(ReadOnlySpan<byte> message, Func<string, bool> isEdited)
    {
        var cuts = new List<(int Start, int End)>();
        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = 1024 });
            if (!reader.Read() || !Enter(ref reader, "result"u8, JsonTokenType.StartObject)
                || !Enter(ref reader, "tools"u8, JsonTokenType.StartArray))
                return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                ReadTool(message, ref reader, isEdited, cuts);
        }
        catch (JsonException)
        {
            return null;
        }

        return cuts.Count == 0 ? null : Cut(message, cuts);
    }

    // Goes into the first member of that name; the reader stands at the beginning of an object.
    private static bool Enter(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, JsonTokenType type)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isIt = reader.ValueTextEquals(name);
            reader.Read();
            if (isIt)
                return reader.TokenType == type;
            reader.Skip();
        }

        return false;
    }

    private static void ReadTool(
        ReadOnlySpan<byte> message, ref Utf8JsonReader reader, Func<string, bool> isEdited, List<(int Start, int End)> cuts)
    {
        var (name, first) = ((string?)null, cuts.Count);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isSchema = reader.ValueTextEquals("outputSchema"u8);
            var isName = reader.ValueTextEquals("name"u8);
            reader.Read();
            if (isName && reader.TokenType == JsonTokenType.String)
                name = reader.GetString();
            reader.Skip();
            if (isSchema)
                cuts.Add(WithComma(message, start, (int)reader.BytesConsumed));
        }

        if (name is null || !isEdited(name))
            cuts.RemoveRange(first, cuts.Count - first);
    }

    // The comma behind a member goes with it, or the one before the last.
    private static (int Start, int End) WithComma(ReadOnlySpan<byte> message, int start, int end)
    {
        var behind = message[end..].IndexOfAnyExcept(" \t\r\n"u8);
        if (behind >= 0 && message[end + behind] == (byte)',')
            return (start, end + behind + 1);
        var before = message[..start].LastIndexOfAnyExcept(" \t\r\n"u8);
        return before >= 0 && message[before] == (byte)',' ? (before, end) : (start, end);
    }

    private static byte[] Cut(ReadOnlySpan<byte> message, List<(int Start, int End)> cuts)
    {
        var rest = new byte[message.Length];
        var (position, length) = (0, 0);
        foreach (var (start, end) in cuts)
        {
            // Two that follow each other may both claim the comma between them.
            var from = Math.Max(start, position);
            message[position..from].CopyTo(rest.AsSpan(length));
            length += from - position;
            position = Math.Max(end, position);
        }

        message[position..].CopyTo(rest.AsSpan(length));
        return rest[..(length + message.Length - position)];
    }
}
