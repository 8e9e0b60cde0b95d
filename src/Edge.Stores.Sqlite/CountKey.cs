using System.Security.Cryptography;

namespace Edge.Stores.Sqlite;

/// <summary>
/// How the file knows a count: by the SHA-256 of its key. Nothing of the arguments and sessions that a key may hold reaches the file.
/// </summary>
internal readonly struct CountKey : IEquatable<CountKey>
{
    private readonly ulong _hash;

    /// <summary>The key of a row.</summary>
    public CountKey(byte[] bytes) => (Bytes, _hash) = (bytes, BitConverter.ToUInt64(bytes));

    /// <summary>The key of the row.</summary>
    public byte[] Bytes { get; }

    /// <summary>The row's key for a count.</summary>
    public static CountKey Of(ReadOnlySpan<byte> key) => new(SHA256.HashData(key));

    /// <inheritdoc />
    public bool Equals(CountKey other) => _hash == other._hash && Bytes.AsSpan().SequenceEqual(other.Bytes);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is CountKey other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode() => (int)_hash;
}
