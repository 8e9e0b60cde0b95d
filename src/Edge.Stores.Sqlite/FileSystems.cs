using System.Text;

namespace Edge.Stores.Sqlite;

/// <summary>
/// File systems on which several machines could have the file open: their locks and shared memory do not hold between machines, and a
/// database on one gets damaged (SQLite, "How To Corrupt An SQLite Database File", 2.1).
/// </summary>
internal static class FileSystems
{
    // linux/magic.h, and the file systems' own sources. FUSE, 9p and overlay are not among them: containers and virtual machines keep
    // local files on these.
    private static readonly Dictionary<uint, string> s_ofNetworks = new()
    {
        [0x6969] = "NFS",
        [0x517B] = "SMB",
        [0xFF534D42] = "CIFS",
        [0xFE534D42] = "SMB",
        [0x5346414F] = "AFS",
        [0x73757245] = "Coda",
        [0x00C36400] = "Ceph",
        [0x0BD00BD0] = "Lustre",
        [0x47504653] = "GPFS",
        [0x7461636F] = "OCFS2",
        [0x01161970] = "GFS2",
    };

    /// <summary>The name of the network file system that a folder is on; null where it is on none, or where that cannot be told.</summary>
    public static string? NetworkOf(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return null;
        var buffer = new byte[NativeMethods.StatfsSize];
        return NativeMethods.Statfs(Encoding.UTF8.GetBytes(folder + '\0'), buffer) == 0 ? NameOf(BitConverter.ToUInt32(buffer)) : null;
    }

    /// <summary>The name of a network file system by its number; null for any other.</summary>
    public static string? NameOf(uint kind) => s_ofNetworks.GetValueOrDefault(kind);
}
