using System.Globalization;
using System.Text;

namespace Edge.Testing;

/// <summary>An HTTP/1.1 answer as it came over the wire.</summary>
public sealed record RawResponse(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    /// <summary>The body as text.</summary>
    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>The value of a header; null when it is absent.</summary>
    public string? Header(string name) =>
        Headers.Where(h => string.Equals(h.Key, name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();

    /// <summary>Reads an answer from all the bytes of a connection.</summary>
    public static RawResponse Parse(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.IndexOf("\r\n\r\n"u8);
        if (end < 0)
            throw new InvalidDataException($"No complete answer in {bytes.Length} bytes: '{Encoding.Latin1.GetString(bytes)}'.");
        var lines = Encoding.Latin1.GetString(bytes[..end]).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(':', 2)).Select(p => KeyValuePair.Create(p[0], p[1].Trim())).ToList();
        var response = new RawResponse(int.Parse(lines[0].Split(' ')[1], CultureInfo.InvariantCulture), headers,
            bytes[(end + 4)..].ToArray());
        return response.Header("Transfer-Encoding") == "chunked" ? response with { Body = Dechunk(response.Body) } : response;
    }

    private static byte[] Dechunk(ReadOnlySpan<byte> chunks)
    {
        var body = new MemoryStream();
        while (chunks.IndexOf("\r\n"u8) is > 0 and var line)
        {
            var size = int.Parse(Encoding.Latin1.GetString(chunks[..line]), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            if (size == 0)
                break;
            body.Write(chunks.Slice(line + 2, size));
            chunks = chunks[(line + 2 + size + 2)..];
        }

        return body.ToArray();
    }
}
