using System.Buffers;
using System.Text.Json;

namespace Edge.Mcp.Requests;

/// <summary>Where in the body a value lies, and what it is; the default is a value that is not there.</summary>
internal readonly record struct ValueMark(JsonTokenType Kind, long Start, long Length, bool IsEscaped)
{
    /// <summary>Whether there is such a value.</summary>
    public bool IsPresent => Kind != JsonTokenType.None;

    /// <summary>Whether it is there and an object.</summary>
    public bool IsObject => Kind == JsonTokenType.StartObject;

    /// <summary>Whether it is there and a string.</summary>
    public bool IsString => Kind == JsonTokenType.String;

    /// <summary>Its bytes as sent; of a string with the quotes.</summary>
    public ReadOnlySequence<byte> In(in ReadOnlySequence<byte> body) => body.Slice(Start, Length);

    /// <summary>
    /// Decodes a string that is at most <paramref name="maxBytes"/> long when decoded; false if it is longer or not a string. The text is
    /// good until the scratch decodes another.
    /// </summary>
    public bool TryDecode(in ReadOnlySequence<byte> body, ParserScratch scratch, int maxBytes, out ReadOnlySpan<byte> text)
    {
        const int quotes = 2;
        const int longestEscape = 6;
        text = default;
        if (!IsString || Length - quotes > (long)maxBytes * longestEscape)
            return false;
        var token = In(body);
        if (token.IsSingleSegment && !IsEscaped)
        {
            text = token.FirstSpan[1..^1];
        }
        else
        {
            var json = new Utf8JsonReader(token, isFinalBlock: true, default);
            json.Read();
            var room = scratch.Room((int)Length);
            text = room[..json.CopyString(room)];
        }

        return text.Length <= maxBytes;
    }
}
