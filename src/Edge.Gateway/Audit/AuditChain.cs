using System.Buffers;
using System.Buffers.Text;

namespace Edge.Gateway.Audit;

/// <summary>Links records to a chain: each gets its number, and a MAC over itself and the one before. Not thread-safe.</summary>
internal sealed class AuditChain(byte[] key, AuditHead head) : IDisposable
{
    private readonly AuditMac _mac = new(key);
    private readonly byte[] _last = Convert.FromHexString(head.Mac);

    /// <summary>How many records the chain has.</summary>
    public long Count { get; private set; } = head.Count;

    /// <summary>Where the chain stands; allocates.</summary>
    public AuditHead Head => new(Count, Convert.ToHexStringLower(_last));

    /// <summary>Writes the line of a record, with its line feed.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="members">The members behind <c>seq</c>, without braces.</param>
    /// <param name="lines">Where the line goes.</param>
    public void Append(AuditEntryKind kind, ReadOnlySpan<byte> members, ArrayBufferWriter<byte> lines)
    {
        var start = lines.WrittenCount;
        lines.Write(AuditLine.StartOf(kind));
        Utf8Formatter.TryFormat(++Count, lines.GetSpan(20), out var length);
        lines.Advance(length);
        lines.Write(","u8);
        lines.Write(members);
        _mac.OfLine(_last, lines.WrittenSpan[start..], _last);
        lines.Write(AuditLine.MacStart);
        Convert.TryToHexStringLower(_last, lines.GetSpan(AuditLine.MacDigits), out length);
        lines.Advance(length);
        lines.Write(AuditLine.End);
        lines.Write("\n"u8);
    }

    /// <inheritdoc />
    public void Dispose() => _mac.Dispose();
}
