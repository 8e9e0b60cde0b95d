using System.Security.Cryptography;

namespace Edge.Gateway.Audit;

/// <summary>The MACs of audit records under one key. Not thread-safe.</summary>
/// <remarks>
/// Arguments are authenticated under the same key, and callers choose them. What is authenticated here begins with a byte that no
/// arguments (a JSON object) begin with, so that no call makes Edge sign a record of its own invention.
/// </remarks>
internal sealed class AuditMac(byte[] key) : IDisposable
{
    /// <summary>The length of a MAC in bytes.</summary>
    public const int Bytes = HMACSHA256.HashSizeInBytes;

    // A line is seldom longer; three pieces cost a quarter more than one.
    private const int MostCopied = 2048;

    private readonly byte[] _whole = new byte[MostCopied];
    private readonly IncrementalHash _hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>The MAC of a record: over the MAC of the one before it and the line up to its own.</summary>
    public void OfLine(ReadOnlySpan<byte> previous, ReadOnlySpan<byte> covered, Span<byte> mac) => Compute(0, previous, covered, mac);

    /// <summary>The signature under the place where a chain begins after old files were removed.</summary>
    public void OfStart(ReadOnlySpan<byte> head, Span<byte> mac) => Compute(1, head, default, mac);

    /// <inheritdoc />
    public void Dispose() => _hash.Dispose();

    private void Compute(byte domain, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> mac)
    {
        var length = 1 + first.Length + second.Length;
        if (length <= MostCopied)
        {
            _whole[0] = domain;
            first.CopyTo(_whole.AsSpan(1));
            second.CopyTo(_whole.AsSpan(1 + first.Length));
            _hash.AppendData(_whole.AsSpan(0, length));
        }
        else
        {
            _hash.AppendData([domain]);
            _hash.AppendData(first);
            _hash.AppendData(second);
        }

        _hash.GetHashAndReset(mac);
    }
}
