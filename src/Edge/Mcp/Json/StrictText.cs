using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Edge.Mcp.Json;

/// <summary>What <see cref="Utf8JsonReader"/> leaves unchecked: whether bytes are UTF-8 and whether escapes make whole characters.</summary>
internal static class StrictText
{
    /// <summary>True when the bytes are well-formed UTF-8, also where a character lies across segments.</summary>
    public static bool IsUtf8(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
            return Utf8.IsValid(bytes.FirstSpan);

        Span<byte> open = stackalloc byte[4];
        var openLength = 0;
        foreach (var segment in bytes)
        {
            var rest = segment.Span;
            while (openLength > 0 && !rest.IsEmpty)
            {
                open[openLength++] = rest[0];
                rest = rest[1..];
                switch (Rune.DecodeFromUtf8(open[..openLength], out _, out _))
                {
                    case OperationStatus.Done:
                        openLength = 0;
                        break;
                    case OperationStatus.NeedMoreData:
                        break;
                    default:
                        return false;
                }
            }

            var tail = OpenTail(rest);
            if (!Utf8.IsValid(rest[..^tail]))
                return false;
            if (tail == 0)
                continue;
            rest[^tail..].CopyTo(open);
            openLength = tail;
        }

        return openLength == 0;
    }

    /// <summary>True when the string or name the reader stands on escapes half a surrogate pair: JSON.parse keeps it, others do not.</summary>
    public static bool HasLoneSurrogate(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
            return false;
        var scan = default(SurrogateScan);
        if (!reader.HasValueSequence)
            return scan.Append(reader.ValueSpan) || scan.IsOpen;
        foreach (var segment in reader.ValueSequence)
        {
            if (scan.Append(segment.Span))
                return true;
        }

        return scan.IsOpen;
    }

    // The length of a character begun but not ended at the end of the bytes, 0 to 3.
    private static int OpenTail(ReadOnlySpan<byte> bytes)
    {
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            var lead = bytes[^back];
            if (lead is >= 0x80 and < 0xC0)
                continue;
            var length = lead switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
            return length > back ? back : 0;
        }

        return 0;
    }
}
