using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>What the kernel counts of a process and its children: nginx works in children.</summary>
internal sealed class ProcessFigures(int id)
{
    // USER_HZ, which is 100 wherever Linux shows it to programs.
    private const double TicksPerSecond = 100;

    /// <summary>Seconds of processor time, user and system.</summary>
    public double CpuSeconds => Family().Sum(CpuOf);

    /// <summary>Megabytes resident now.</summary>
    public double ResidentMiB => Family().Sum(p => StatusOf(p, "VmRSS:"));

    /// <summary>Megabytes resident that lie in no file.</summary>
    public double OwnMiB => Family().Sum(p => StatusOf(p, "RssAnon:") + StatusOf(p, "RssShmem:"));

    /// <summary>Megabytes resident at most, since <see cref="ForgetPeak"/>.</summary>
    public double PeakMiB => Family().Sum(p => StatusOf(p, "VmHWM:"));

    /// <summary>From now on the peak is counted anew.</summary>
    public void ForgetPeak()
    {
        foreach (var process in Family())
            File.WriteAllText($"/proc/{process}/clear_refs", "5");
    }

    private List<int> Family()
    {
        List<int> family = [id];
        foreach (var child in File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            family.Add(int.Parse(child, CultureInfo.InvariantCulture));
        return family;
    }

    private static double CpuOf(int process)
    {
        // The second field is the program's name in brackets, with whatever it contains: fields are counted from behind it.
        var stat = File.ReadAllText($"/proc/{process}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }

    private static double StatusOf(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024.0;
    }
}
