using System.Buffers;

namespace Edge.Mcp.Requests;

/// <summary>One rented piece of a body, and the next.</summary>
internal sealed class BodySegment(byte[] array, int rentedBytes) : ReadOnlySequenceSegment<byte>
{
    /// <summary>The array, which may be longer than what was asked for.</summary>
    public byte[] Array { get; } = array;

    /// <summary>What was asked for, and is counted.</summary>
    public int RentedBytes { get; } = rentedBytes;

    /// <summary>How many bytes of it are the body's.</summary>
    public int Length { get; private set; }

    /// <summary>How many bytes may still be put into it.</summary>
    public int Room => RentedBytes - Length;

    /// <summary>Puts bytes behind those that are there.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Array.AsSpan(Length));
        Length += bytes.Length;
        Memory = Array.AsMemory(0, Length);
    }

    /// <summary>Makes another segment follow this one, which must be full.</summary>
    public void Link(BodySegment next)
    {
        next.RunningIndex = RunningIndex + Length;
        Next = next;
    }
}
