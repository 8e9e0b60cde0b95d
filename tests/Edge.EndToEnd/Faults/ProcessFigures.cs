using System.Globalization;

namespace Edge.EndToEnd.Faults;

/// <summary>What a process occupies, as Linux tells it.</summary>
/// <param name="ResidentBytes">The resident memory now.</param>
/// <param name="PeakBytes">
/// The most memory so far, without the files of .NET that are mapped: every other program of .NET shares them, and the kernel may drop
/// them.
/// </param>
/// <param name="Threads">The threads.</param>
/// <param name="Handles">Everything that is open.</param>
/// <param name="Sockets">The sockets among it.</param>
internal readonly record struct ProcessFigures(long ResidentBytes, long PeakBytes, int Threads, int Handles, int Sockets)
{
    public const long MiB = 1024 * 1024;

    public static ProcessFigures Of(int process)
    {
        var status = File.ReadAllLines($"/proc/{process}/status").Select(line => line.Split(':', 2))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        var open = Directory.EnumerateFiles($"/proc/{process}/fd").Select(Target).OfType<string>().ToList();
        return new(
            1024L * Number("VmRSS"), 1024L * (Number("VmHWM") - Number("RssFile")), Number("Threads"), open.Count,
            open.Count(target => target.StartsWith("socket:", StringComparison.Ordinal)));

        int Number(string key) => int.Parse(status[key].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    // It may be closed between the listing and the look.
    private static string? Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
