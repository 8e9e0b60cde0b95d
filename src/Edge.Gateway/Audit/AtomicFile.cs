using System.Text;

namespace Edge.Gateway.Audit;

/// <summary>Small files beside the records that are whole at every moment.</summary>
internal static class AtomicFile
{
    /// <summary>Replaces a file by one line; on the disk when it returns, or unchanged.</summary>
    public static void Replace(string path, string line)
    {
        var temporary = path + ".tmp";
        using (var file = DiskAuditFile.Create(temporary, FileMode.Create, FileShare.None))
        {
            file.Write(Encoding.ASCII.GetBytes(line + "\n"));
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>The first line of a file, empty for an empty one; null when there is no file.</summary>
    public static string? ReadLine(string path) => File.Exists(path) ? File.ReadLines(path).FirstOrDefault("") : null;
}
