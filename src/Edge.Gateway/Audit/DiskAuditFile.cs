using Microsoft.Win32.SafeHandles;

namespace Edge.Gateway.Audit;

/// <summary>A file of records on the disk, mode 0600. Not thread-safe.</summary>
internal sealed class DiskAuditFile : IAuditFile
{
    private readonly FileStream _stream;

    // Asked for once: the stream moves to its own place whenever it is.
    private readonly SafeFileHandle _handle;

    private DiskAuditFile(FileStream stream) => (_stream, _handle) = (stream, stream.SafeFileHandle);

    /// <summary>What files of records, and those beside them, may be used for, and by whom.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <inheritdoc />
    public long Length => RandomAccess.GetLength(_handle);

    /// <summary>Opens or makes a file.</summary>
    public static DiskAuditFile Open(string path) => new(Create(path, FileMode.OpenOrCreate, FileShare.Read));

    /// <summary>Opens a file for writing, without a buffer and for its owner only.</summary>
    public static FileStream Create(string path, FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mode;
        return new FileStream(path, options);
    }

    /// <inheritdoc />
    public void Write(long offset, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_handle, bytes, offset);

    /// <inheritdoc />
    public void Sync() => RandomAccess.FlushToDisk(_handle);

    /// <inheritdoc />
    public void Truncate(long length) => RandomAccess.SetLength(_handle, length);

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();
}
