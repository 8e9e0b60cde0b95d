using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Edge.Policy.Limits.Shared;

/// <summary>
/// How the database knows a count: by the SHA-256 of its key, whatever its length. Nothing of the arguments and sessions that a key may
/// hold reaches the database.
/// </summary>
/// <param name="Bytes">The key of the row.</param>
internal readonly record struct CountKey(byte[] Bytes)
{
    /// <summary>The advisory lock of the count; two counts that share one only wait for each other.</summary>
    public long Lock => BinaryPrimitives.ReadInt64LittleEndian(Bytes);

    public static CountKey Of(ReadOnlySpan<byte> key) => new(SHA256.HashData(key));
}
