using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.ObjectPool;

namespace Edge.Telemetry.Audit;

/// <summary>What making one record takes, lent from call to call. Not thread-safe.</summary>
internal sealed class AuditScratch : IResettable
{
    private readonly ArrayBufferWriter<byte> _bytes = new(2048);

    public AuditScratch() => Json = new Utf8JsonWriter(_bytes, new JsonWriterOptions { SkipValidation = true });

    /// <summary>Writes the record.</summary>
    public Utf8JsonWriter Json { get; }

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
    public bool TryReset()
    {
        _bytes.ResetWrittenCount();
        Json.Reset();
        return true;
    }
}
