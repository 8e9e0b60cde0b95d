using System.Security.Cryptography;
using System.Text;

namespace Edge.Grants;

/// <summary>Turns secrets that tell callers apart into names that tell nothing else: HMAC-SHA256 under a key of this process. Thread-safe.</summary>
internal sealed class IdentityHash
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    /// <summary>The name of a secret: 128 bits.</summary>
    public UInt128 Of(string secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
