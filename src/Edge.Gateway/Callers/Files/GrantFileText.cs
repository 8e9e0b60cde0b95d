using System.Text.Json;

namespace Edge.Gateway.Callers.Files;

/// <summary>Adds grants to the bytes of a grants file and takes them out; every other byte stays as it is.</summary>
/// <remarks>The file was read by <see cref="GrantsParser"/> before, so its form is certain: one object with one array.</remarks>
internal static class GrantFileText
{
    /// <summary>A file without grants.</summary>
    public static ReadOnlyMemory<byte> Empty { get; } = "{\n  \"grants\": []\n}\n"u8.ToArray();

    /// <summary>The file with <paramref name="entry"/>, as <see cref="GrantEntry.Write"/> makes it, behind the last grant.</summary>
    public static byte[] Add(ReadOnlySpan<byte> file, ReadOnlySpan<byte> entry)
    {
        var (spans, start, end) = Locate(file);
        return spans is [.., { } last]
            ? [.. file[..last.End], .. ",\n    "u8, .. entry, .. file[last.End..]]
            : [.. file[..(start + 1)], .. "\n    "u8, .. entry, .. "\n  "u8, .. file[end..]];
    }

    /// <summary>The file without the grant <paramref name="id"/>; null when there is none.</summary>
    public static byte[]? Remove(ReadOnlySpan<byte> file, string id)
    {
        var (spans, start, end) = Locate(file);
        var at = spans.FindIndex(s => s.Id == id);
        if (at < 0)
            return null;
        if (spans.Count == 1)
            return [.. file[..(start + 1)], .. file[end..]];
        return at < spans.Count - 1
            ? [.. file[..spans[at].Start], .. file[spans[at + 1].Start..]]
            : [.. file[..spans[at - 1].End], .. file[spans[at].End..]];
    }

    /// <summary>The grants in order, and the places of the brackets around them.</summary>
    private static (List<GrantSpan> Grants, int Start, int End) Locate(ReadOnlySpan<byte> file)
    {
        var reader = new Utf8JsonReader(file);
        while (reader.TokenType != JsonTokenType.StartArray)
            reader.Read();
        var start = (int)reader.TokenStartIndex;
        var spans = new List<GrantSpan>();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var first = (int)reader.TokenStartIndex;
            var id = "";
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var isId = reader.ValueTextEquals("id"u8);
                reader.Read();
                if (isId)
                    id = reader.GetString() ?? "";
                reader.Skip();
            }

            spans.Add(new GrantSpan(id, first, (int)reader.BytesConsumed));
        }

        return (spans, start, (int)reader.TokenStartIndex);
    }
}
