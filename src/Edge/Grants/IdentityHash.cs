using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Edge.Keys;

namespace Edge.Grants;

/// <summary>Turns secrets that tell callers apart into names that tell nothing else: a keyed hash of 128 bits. Thread-safe.</summary>
internal sealed class IdentityHash(EdgeKeys keys)
{
    private readonly byte[] _key = keys.Signing(KeyPurpose.Identity);

    /// <summary>The name of a secret.</summary>
    public UInt128 Of(string secret)
    {
        Span<byte> hash = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
