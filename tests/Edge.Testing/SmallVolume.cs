using System.Diagnostics;
using System.Globalization;

namespace Edge.Testing;

/// <summary>
/// A folder on a real file system of 256 KiB in memory, where this user may mount one (<see cref="IsMounted"/>). Elsewhere a folder in
/// which a process can be kept from writing another byte to any file (<c>prlimit --fsize</c>), as long as it is told which.
/// </summary>
public sealed class SmallVolume : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-disk-");

    private SmallVolume()
    {
    }

    /// <summary>The folder.</summary>
    public string Path => _directory.FullName;

    /// <summary>Whether it is a file system of its own.</summary>
    public bool IsMounted { get; private set; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Makes one.</summary>
    public static SmallVolume Make()
    {
        var volume = new SmallVolume();
        volume.IsMounted = Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", volume.Path) == 0;
        return volume;
    }

    /// <summary>Leaves no room: to nobody, or, where nothing is mounted, to <paramref name="process"/>.</summary>
    public void Fill(int? process = null)
    {
        if (!IsMounted)
        {
            Limit(process, "1");
            return;
        }

        using var file =
            new FileStream(Ballast, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
        var page = new byte[4096];
        try
        {
            while (true)
                file.Write(page);
        }
        catch (IOException)
        {
            // That was the last page.
            return;
        }
    }

    /// <summary>Makes room again.</summary>
    public void Free(int? process = null)
    {
        if (IsMounted)
            File.Delete(Ballast);
        else
            Limit(process, "unlimited");
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (IsMounted)
            Run("umount", Path);
        _directory.Delete(recursive: true);
    }

    private static void Limit(int? process, string bytes)
    {
        if (process is { } id && Run("prlimit", "--pid", id.ToString(CultureInfo.InvariantCulture), $"--fsize={bytes}:unlimited") != 0)
            throw new InvalidOperationException("a full disk needs root, who may mount one, or 'prlimit' from util-linux");
    }

    private static int Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
