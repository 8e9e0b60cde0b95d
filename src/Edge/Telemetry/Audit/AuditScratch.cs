using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Telemetry.Audit;

/// <summary>What making one record takes, lent from call to call. Not thread-safe.</summary>
internal sealed class AuditScratch(byte[] key) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(2048);
    private Utf8JsonWriter? _json;

    /// <summary>Writes the record.</summary>
    public Utf8JsonWriter Json => _json ??= new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Authenticates the call's arguments; taking up a key again and again costs as much as a short message.</summary>
    public IncrementalHash Mac { get; } = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key);

    /// <summary>The paths of the call's arguments.</summary>
    public ArgumentOutline Outline { get; } = new();

    /// <summary>Takes the record out, without its braces.</summary>
    public AuditEntry Take(AuditEntryKind kind, TaskCompletionSource<bool>? committed)
    {
        Json.Flush();
        var members = _bytes.WrittenSpan[1..^1];
        var rented = ArrayPool<byte>.Shared.Rent(members.Length);
        members.CopyTo(rented);
        return new AuditEntry(kind, rented, members.Length, committed);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _json?.Dispose();
        Mac.Dispose();
    }

    private void Reset()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
    }

    /// <summary>Makes them, and takes them back.</summary>
    internal sealed class Pooling(byte[] key) : PooledObjectPolicy<AuditScratch>
    {
        /// <inheritdoc />
        public override AuditScratch Create() => new(key);

        /// <inheritdoc />
        public override bool Return(AuditScratch obj)
        {
            obj.Reset();
            return true;
        }
    }
}
