namespace Edge.Gateway.Audit;

/// <summary>
/// A file that records are written to. Not thread-safe. What fails throws <see cref="IOException"/> or
/// <see cref="UnauthorizedAccessException"/>.
/// </summary>
internal interface IAuditFile : IDisposable
{
    /// <summary>How long the file is, in bytes.</summary>
    long Length { get; }

    /// <summary>Writes at a place; what failed may be written again at the same place.</summary>
    void Write(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>Returns when everything written is on the disk.</summary>
    void Sync();

    /// <summary>Cuts the file off.</summary>
    void Truncate(long length);
}
