using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Edge.Gateway.Keys;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Gateway.Callers;

/// <summary>Turns secrets that tell callers apart into names that tell nothing else: a keyed hash of 128 bits. Thread-safe.</summary>
internal sealed class IdentityHash(EdgeKeys keys)
{
    private const int MostOnStack = 512;

    // Taking up a key again and again costs more than a short secret.
    private readonly DefaultObjectPool<IncrementalHash> _hashes = new(new Keyed(keys.Signing(KeyPurpose.Identity)), maximumRetained: 64);

    /// <summary>The name of a secret.</summary>
    public UInt128 Of(string secret)
    {
        Span<byte> stack = stackalloc byte[MostOnStack];
        var bytes = Encoding.UTF8.TryGetBytes(secret, stack, out var length) ? stack[..length] : Encoding.UTF8.GetBytes(secret);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var hash = _hashes.Get();
        hash.AppendData(bytes);
        hash.GetHashAndReset(mac);
        _hashes.Return(hash);
        return BinaryPrimitives.ReadUInt128BigEndian(mac);
    }

    private sealed class Keyed(byte[] key) : PooledObjectPolicy<IncrementalHash>
    {
        public override IncrementalHash Create() => IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

        public override bool Return(IncrementalHash obj) => true;
    }
}
