using System.Runtime.InteropServices;

namespace Edge.Gateway.Files;

/// <summary>What the framework does not say of files: the owner and the kind of a file, and whether its file system is read-only.</summary>
internal static class NativeMethods
{
    /// <summary><c>AT_FDCWD</c> of <c>fcntl.h</c>: a relative path is relative to the working folder.</summary>
    public const int WorkingFolder = -100;

    /// <summary><c>STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID</c> of <c>linux/stat.h</c>.</summary>
    public const uint KindAndOwner = 0x1 | 0x2 | 0x8 | 0x10;

    /// <summary>The size of <c>struct statx</c>, which is the same on every architecture.</summary>
    public const int StatSize = 256;

    /// <summary><c>W_OK</c> of <c>unistd.h</c>.</summary>
    public const int ForWriting = 2;

    /// <summary><c>EROFS</c> of <c>errno.h</c>.</summary>
    public const int ReadOnlyFileSystem = 30;

    /// <summary>Linux alone: <c>statx(2)</c>.</summary>
    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Statx(int folder, byte[] path, int flags, uint mask, byte[] buffer);

    /// <summary><c>access(2)</c>.</summary>
    [DllImport("libc", EntryPoint = "access", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Access(byte[] path, int mode);

    /// <summary><c>geteuid(2)</c>.</summary>
    [DllImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern uint GetEffectiveUser();
}
