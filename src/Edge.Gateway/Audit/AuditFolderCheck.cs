using Edge.Gateway.Files;

namespace Edge.Gateway.Audit;

/// <summary>Whether the records of a folder are its own, and whether others may change them. What is open to everybody is closed.</summary>
internal static class AuditFolderCheck
{
    private const UnixFileMode Others =
        UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Checks the folder and every file in it that is Edge's; the paths of what was open to everybody and is closed now.</summary>
    /// <exception cref="AuditUnsafeException">A file is a link, or something cannot be closed.</exception>
    public static IReadOnlyList<string> Run(string folder)
    {
        var closed = new List<string>();
        Close(folder, closed);
        foreach (var file in new DirectoryInfo(folder).EnumerateFileSystemInfos("audit*"))
        {
            // Whoever reads the records follows the link, and whoever made it chose where they go.
            if (file.LinkTarget is { } target)
            {
                throw new AuditUnsafeException(
                    $"expected a file of its own, found a link to '{target}' at '{file.FullName}' (put the file itself there)");
            }

            if (file is DirectoryInfo || FileFacts.Find(file.FullName) is { Kind: not FileKind.Regular })
            {
                throw new AuditUnsafeException(
                    $"expected a regular file, found a FIFO, a socket, a device or a folder at '{file.FullName}' (move it away)");
            }

            Close(file.FullName, closed);
        }

        return closed;
    }

    private static void Close(string path, List<string> closed)
    {
        if (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & UnixFileMode.OtherWrite) == 0)
            return;
        try
        {
            File.SetUnixFileMode(path, File.GetUnixFileMode(path) & ~Others);
        }
        catch (UnauthorizedAccessException)
        {
            // Told below.
        }

        // Some file systems take a mode and keep theirs.
        var mode = File.GetUnixFileMode(path);
        if ((mode & UnixFileMode.OtherWrite) != 0)
        {
            throw new AuditUnsafeException(
                $"expected records that only Edge may change, found mode {Convert.ToString((int)mode, 8).PadLeft(4, '0')} at '{path}'"
                + " (chmod go-w, or name a folder inside it, which Edge makes for itself)");
        }

        closed.Add(path);
    }
}
