using System.Diagnostics;
using Edge.Telemetry.Audit;

namespace Edge.Tests.Audit;

/// <summary>A disk of 256 KiB: a real one in memory where the tests may mount one, else one that fails as a full one does.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly FailingAuditFile.Switch _switch = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-disk-");
    private bool _mounted;

    public string Path => _directory.FullName;

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    public static SmallDisk Make()
    {
        var disk = new SmallDisk();
        disk._mounted = Environment.UserName == "root" && Run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.Path) == 0;
        return disk;
    }

    public IAuditFile Open(string path) => _mounted ? DiskAuditFile.Open(path) : _switch.Open(path);

    public void Fill()
    {
        _switch.IsFull = true;
        if (!_mounted)
            return;
        using var file = new FileStream(Ballast, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 });
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

    public void Free()
    {
        _switch.IsFull = false;
        File.Delete(Ballast);
    }

    public void Dispose()
    {
        if (_mounted)
            Run("umount", Path);
        _directory.Delete(recursive: true);
    }

    private static int Run(string file, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode;
    }
}
