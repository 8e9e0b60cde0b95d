using System.Runtime.InteropServices;

namespace Edge.Stores.Sqlite;

/// <summary>What the framework does not say of file systems.</summary>
internal static class NativeMethods
{
    /// <summary>More than <c>struct statfs</c> has on any architecture; its first field is the kind, as a machine word.</summary>
    public const int StatfsSize = 512;

    /// <summary>Linux alone: <c>statfs(2)</c>.</summary>
    [DllImport("libc", EntryPoint = "statfs")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static extern int Statfs(byte[] path, byte[] buffer);
}
