using System.Runtime.InteropServices;
using System.Text;

namespace Edge.Hosting;

/// <summary>What the system allows this process, compared with what Edge needs.</summary>
/// <remarks>
/// The first thing that the program does, with nothing but the runtime's core: each library is a file that stays open, so that with a low
/// limit neither the console nor the command line could be loaded.
/// </remarks>
internal static class ProcessLimits
{
    /// <summary>The least number of open files: Edge and its libraries take 270, and each call under way two.</summary>
    public const int LeastOpenFiles = 512;

    // RLIMIT_NOFILE of sys/resource.h on Linux; 8 on macOS, whose limit is never that low.
    private const int OpenFiles = 7;
    private const int StandardError = 2;

    /// <summary>Whether the limit of open files will do; if not, it is said on standard error.</summary>
    /// <remarks>The runtime has raised it to the hard limit by now.</remarks>
    public static bool WillDo()
    {
        var limit = new ulong[2];
        if (!OperatingSystem.IsLinux() || GetResourceLimit(OpenFiles, limit) != 0 || limit[0] >= LeastOpenFiles)
            return true;
        var line = Encoding.UTF8.GetBytes(
            $"error open_files: expected a limit of at least {LeastOpenFiles} open files, found {limit[0]} "
            + "(ulimit -n 4096; LimitNOFILE= of systemd; --ulimit nofile=4096 of Docker)\n");
        _ = Write(StandardError, line, (nuint)line.Length);
        return false;
    }

    // struct rlimit: the soft limit and the hard one, 64 bits each where Edge runs.
    [DllImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetResourceLimit(int resource, [Out] ulong[] limit);

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int file, byte[] bytes, nuint length);
}
