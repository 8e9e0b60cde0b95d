using System.Buffers;

namespace Edge.Testing;

/// <summary>Bytes in pieces, as they come from a socket.</summary>
public static class Segments
{
    /// <summary>
    /// The bytes in segments that end at the given positions, the last of which is their end; equal neighbours make empty segments.
    /// </summary>
    public static ReadOnlySequence<byte> Cut(ReadOnlyMemory<byte> bytes, IEnumerable<int> ends)
    {
        Segment? first = null;
        Segment? last = null;
        var start = 0;
        foreach (var end in ends)
        {
            last = new Segment(bytes[start..end], last);
            first ??= last;
            start = end;
        }

        return first is null || last is null ? ReadOnlySequence<byte>.Empty : new(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, Segment? before)
        {
            Memory = memory;
            if (before is null)
                return;
            RunningIndex = before.RunningIndex + before.Memory.Length;
            before.Next = this;
        }
    }
}
