using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

// Edge.Mcp compiles this file too: neither project may reference the other.
#if !EDGE_MCP
namespace Edge.Policy.Hashing;
#else
namespace Edge.Mcp.Hashing;
#endif

/// <summary>
/// SipHash-1-3: a keyed hash whose collisions nobody finds without the key, so that callers who choose what is hashed cannot crowd one
/// place of a table. Immutable.
/// </summary>
/// <remarks>
/// Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; one round a block and three at the end, as hash tables use it.
/// </remarks>
internal readonly struct SipHash(ulong key0, ulong key1)
{
    /// <summary>A hash under a key that nobody else knows.</summary>
    public static SipHash Random()
    {
        Span<ulong> key = stackalloc ulong[2];
        RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(key));
        return new SipHash(key[0], key[1]);
    }

    /// <summary>The hash of <paramref name="data"/>. Allocates nothing.</summary>
    public ulong Of(ReadOnlySpan<byte> data)
    {
        var v0 = key0 ^ 0x736f6d6570736575;
        var v1 = key1 ^ 0x646f72616e646f6d;
        var v2 = key0 ^ 0x6c7967656e657261;
        var v3 = key1 ^ 0x7465646279746573;
        var last = (ulong)data.Length << 56;
        for (; data.Length >= sizeof(ulong); data = data[sizeof(ulong)..])
        {
            var block = BinaryPrimitives.ReadUInt64LittleEndian(data);
            v3 ^= block;
            Round(ref v0, ref v1, ref v2, ref v3);
            v0 ^= block;
        }

        for (var i = 0; i < data.Length; i++)
            last |= (ulong)data[i] << (8 * i);
        v3 ^= last;
        Round(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        for (var i = 0; i < 3; i++)
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
}
