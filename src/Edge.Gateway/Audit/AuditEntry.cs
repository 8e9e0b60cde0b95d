using System.Buffers;

namespace Edge.Gateway.Audit;

/// <summary>
/// A record on its way to the file: its members from <c>time</c> on, in rented memory. Its place in the chain is given when it is written.
/// </summary>
/// <param name="Kind">What it is.</param>
/// <param name="Rented">Memory of the shared pool; null for what is no record.</param>
/// <param name="Length">How many bytes of it are the record's.</param>
/// <param name="Committed">Told whether the record is on the disk; null where nobody waits.</param>
internal readonly record struct AuditEntry(AuditEntryKind Kind, byte[]? Rented, int Length, TaskCompletionSource<bool>? Committed)
{
    /// <summary>Whether it is a record.</summary>
    public bool IsRecord => Rented is not null;

    /// <summary>The members, without braces.</summary>
    public ReadOnlySpan<byte> Members => Rented.AsSpan(0, Length);

    /// <summary>Gives the memory back; the entry must not be used any more.</summary>
    public void Release()
    {
        if (Rented is not null)
            ArrayPool<byte>.Shared.Return(Rented);
    }
}
