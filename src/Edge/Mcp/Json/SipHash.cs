using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Edge.Mcp.Json;

/// <summary>SipHash-1-3 under a key that this process drew: callers cannot choose names that collide.</summary>
/// <remarks>Aumasson and Bernstein, "SipHash: a fast short-input PRF"; one round a block and three at the end, as hash tables use it.</remarks>
internal static class SipHash
{
    private static readonly ulong[] Key = DrawKey();

    /// <summary>The hash of some bytes, the same for the life of the process.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes) => Of(bytes, Key[0], Key[1]);

    /// <summary>The hash under a given key.</summary>
    public static ulong Of(ReadOnlySpan<byte> bytes, ulong k0, ulong k1)
    {
        var v0 = k0 ^ 0x736f6d6570736575;
        var v1 = k1 ^ 0x646f72616e646f6d;
        var v2 = k0 ^ 0x6c7967656e657261;
        var v3 = k1 ^ 0x7465646279746573;
        var last = (ulong)bytes.Length << 56;
        while (bytes.Length >= sizeof(ulong))
        {
            var block = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= block;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= block;
            bytes = bytes[sizeof(ulong)..];
        }

        for (var i = 0; i < bytes.Length; i++)
            last |= (ulong)bytes[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        Round(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }

    private static void Round(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        v0 += v1;
        v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
        v0 = BitOperations.RotateLeft(v0, 32);
        v2 += v3;
        v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
        v0 += v3;
        v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
        v2 += v1;
        v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
        v2 = BitOperations.RotateLeft(v2, 32);
    }

    private static ulong[] DrawKey()
    {
        var key = new ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(key.AsSpan()));
        return key;
    }
}
