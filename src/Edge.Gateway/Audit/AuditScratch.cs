using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Gateway.Audit;

/// <summary>What making one record takes, lent from call to call. Not thread-safe.</summary>
internal sealed class AuditScratch(byte[] key) : IDisposable
{
    /// <summary>Where the record is put together.</summary>
    public RecordWriter Members { get; } = new();

    /// <summary>Authenticates the call's arguments; taking up a key again and again costs as much as a short message.</summary>
    public IncrementalHash Mac { get; } = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>The paths of the call's arguments.</summary>
    public ArgumentOutline Outline { get; } = new();

    /// <summary>Takes the record out.</summary>
    public AuditEntry Take(AuditEntryKind kind, TaskCompletionSource<bool>? committed)
    {
        var members = Members.Written;
        var rented = ArrayPool<byte>.Shared.Rent(members.Length);
        members.CopyTo(rented);
        return new AuditEntry(kind, rented, members.Length, committed);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Members.Dispose();
        Mac.Dispose();
    }

    /// <summary>Makes them, and takes them back.</summary>
    internal sealed class Pooling(byte[] key) : PooledObjectPolicy<AuditScratch>
    {
        /// <inheritdoc />
        public override AuditScratch Create() => new(key);

        /// <inheritdoc />
        public override bool Return(AuditScratch obj)
        {
            obj.Members.Clear();
            return true;
        }
    }
}
