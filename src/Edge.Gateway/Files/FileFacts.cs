using System.Globalization;
using System.Text;

namespace Edge.Gateway.Files;

/// <summary>What the system says of a file, links followed. Immutable.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Mode">Who may do what.</param>
/// <param name="Owner">The user id of its owner; null where the system does not tell (anything but Linux).</param>
/// <param name="Group">The id of its group, likewise.</param>
internal sealed record FileFacts(FileKind Kind, UnixFileMode Mode, uint? Owner, uint? Group)
{
    private const int UidAt = 20;
    private const int GidAt = 24;
    private const int ModeAt = 28;
    private const int KindBits = 0xF000;
    private const int RegularFile = 0x8000;
    private const int Directory = 0x4000;
    private const int PermissionBits = 0xFFF;

    /// <summary>Whether the file belongs to a user other than the one that Edge runs as.</summary>
    public bool IsOfAnotherUser => Owner is { } owner && owner != NativeMethods.GetEffectiveUser();

    /// <summary>Mode, owner and group as found, and who Edge is: for messages.</summary>
    public string Description => Owner is null
        ? $"mode {ModeText}"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"mode {ModeText}, owner uid {Owner}, group gid {Group}, and Edge runs as uid {NativeMethods.GetEffectiveUser()}");

    private string ModeText => Convert.ToString((int)Mode, 8).PadLeft(4, '0');

    /// <summary>Looks at <paramref name="path"/>; null where nothing can be seen there, and on Windows.</summary>
    public static FileFacts? Find(string path)
    {
        if (OperatingSystem.IsWindows())
            return null;
        if (OperatingSystem.IsLinux() && FindOnLinux(path) is { } facts)
            return facts;
        if (System.IO.Directory.Exists(path))
            return new FileFacts(FileKind.Folder, File.GetUnixFileMode(path), null, null);
        return File.Exists(path) ? new FileFacts(FileKind.Regular, File.GetUnixFileMode(path), null, null) : null;
    }

    /// <summary>Whether a file stands where nobody can write, whatever its mode says: on a read-only file system or mount.</summary>
    public static bool IsOnReadOnlyMount(string path) =>
        !OperatingSystem.IsWindows()
        && NativeMethods.Access(Encoding.UTF8.GetBytes(path + '\0'), NativeMethods.ForWriting) != 0
        && System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == NativeMethods.ReadOnlyFileSystem;

    /// <summary>
    /// Why <paramref name="path"/> must not be opened as a file, where it must not; null for regular files, and where nothing stands.
    /// </summary>
    public static string? WhyNoFile(string path) =>
        System.IO.Directory.Exists(path) ? "expected a regular file, found a folder"
        : Find(path) is { Kind: not FileKind.Regular } ? "expected a regular file, found a FIFO, a socket or a device" : null;

    /// <summary>What was found at <paramref name="path"/>, or at the nearest folder above; empty where nothing is known.</summary>
    public static string Explain(string path)
    {
        for (var at = Path.GetFullPath(path); at is not null; at = Path.GetDirectoryName(at))
        {
            if (Find(at) is { } facts)
                return $"'{at}' has {facts.Description}";
        }

        return "";
    }

    private static FileFacts? FindOnLinux(string path)
    {
        var buffer = new byte[NativeMethods.StatSize];
        try
        {
            var name = Encoding.UTF8.GetBytes(path + '\0');
            if (NativeMethods.Statx(NativeMethods.WorkingFolder, name, 0, NativeMethods.KindAndOwner, buffer) != 0)
                return null;
        }
        catch (EntryPointNotFoundException)
        {
            // A C library older than the call (before glibc 2.28 or musl 1.2.3).
            return null;
        }

        var mode = BitConverter.ToUInt16(buffer, ModeAt);
        var kind = (mode & KindBits) switch
        {
            RegularFile => FileKind.Regular,
            Directory => FileKind.Folder,
            _ => FileKind.Other,
        };
        return new FileFacts(
            kind,
            (UnixFileMode)(mode & PermissionBits),
            BitConverter.ToUInt32(buffer, UidAt),
            BitConverter.ToUInt32(buffer, GidAt));
    }
}
