using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Edge.Mcp.Json;

/// <summary>Whether bytes are UTF-8 without exception, however they are cut into segments.</summary>
internal static class StrictUtf8
{
    private const int LongestSequence = 4;

    /// <summary>False for overlong forms, surrogates, what lies beyond U+10FFFF, and sequences that are not finished.</summary>
    public static bool IsValid(in ReadOnlySequence<byte> bytes)
    {
        if (bytes.IsSingleSegment)
            return Utf8.IsValid(bytes.FirstSpan);
        Span<byte> carry = stackalloc byte[LongestSequence];
        var carried = 0;
        foreach (var piece in bytes)
        {
            var span = piece.Span;
            while (carried > 0 && !span.IsEmpty)
            {
                carry[carried++] = span[0];
                span = span[1..];
                var status = Rune.DecodeFromUtf8(carry[..carried], out _, out var used);
                if (status == OperationStatus.Done && used == carried)
                    carried = 0;
                else if (status != OperationStatus.NeedMoreData)
                    return false;
            }

            var whole = span.Length - Unfinished(span);
            if (!Utf8.IsValid(span[..whole]))
                return false;
            foreach (var rest in span[whole..])
                carry[carried++] = rest;
        }

        return carried == 0;
    }

    // The bytes at the end that begin a sequence which goes on in the next segment.
    private static int Unfinished(ReadOnlySpan<byte> span)
    {
        for (var back = 1; back < LongestSequence && back <= span.Length; back++)
        {
            var value = span[^back];
            if ((value & 0b1100_0000) == 0b1000_0000)
                continue;
            var needed = value >= 0b1111_0000 ? 4 : value >= 0b1110_0000 ? 3 : value >= 0b1100_0000 ? 2 : 1;
            return needed > back ? back : 0;
        }

        return 0;
    }
}
