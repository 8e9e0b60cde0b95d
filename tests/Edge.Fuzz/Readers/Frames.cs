using System.Buffers.Binary;

namespace Edge.Fuzz.Readers;

/// <summary>Several pieces of bytes as one input, each with its length before it; null is told from empty.</summary>
internal static class Frames
{
    private const uint None = uint.MaxValue;

    public static byte[] Join(params ReadOnlySpan<byte[]?> pieces)
    {
        var joined = new MemoryStream();
        Span<byte> length = stackalloc byte[sizeof(uint)];
        foreach (var piece in pieces)
        {
            BinaryPrimitives.WriteUInt32BigEndian(length, piece is null ? None : (uint)piece.Length);
            joined.Write(length);
            joined.Write(piece);
        }

        return joined.ToArray();
    }
}
