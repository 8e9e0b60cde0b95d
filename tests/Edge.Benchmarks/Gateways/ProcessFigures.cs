using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>What the kernel counts of a process and its children: nginx works in children.</summary>
internal sealed class ProcessFigures(int id)
{
    private const double NanosecondsPerSecond = 1e9;

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

    /// <summary>
    /// Nanoseconds of processor time that each thread has had, user and system: <c>/proc/PID/stat</c> counts in steps of 10 ms.
    /// </summary>
    public Dictionary<int, long> ThreadTimes()
    {
        Dictionary<int, long> times = [];
        foreach (var thread in Family().SelectMany(p => Directory.EnumerateDirectories($"/proc/{p}/task")))
        {
            if (TimeOf(thread) is { } time)
                times[int.Parse(Path.GetFileName(thread), CultureInfo.InvariantCulture)] = time;
        }

        return times;
    }

    /// <summary>
    /// Seconds of processor time since <see cref="ThreadTimes"/>; without threads that have ended, which are those that had nothing to do.
    /// </summary>
    public double CpuSecondsSince(IReadOnlyDictionary<int, long> times) =>
        ThreadTimes().Sum(t => t.Value - times.GetValueOrDefault(t.Key)) / NanosecondsPerSecond;

    private List<int> Family()
    {
        List<int> family = [id];
        foreach (var child in File.ReadAllText($"/proc/{id}/task/{id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            family.Add(int.Parse(child, CultureInfo.InvariantCulture));
        return family;
    }

    // Linux, Documentation/scheduler/sched-stats.rst: time spent on the processor, time spent waiting for it, and how often.
    private static long? TimeOf(string thread)
    {
        try
        {
            var text = File.ReadAllText(Path.Combine(thread, "schedstat"));
            return long.Parse(text.AsSpan(0, text.IndexOf(' ', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        }
        catch (IOException) when (!Directory.Exists(thread))
        {
            // It has ended since it was listed.
            return null;
        }
    }

    private static double StatusOf(int process, string name)
    {
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024.0;
    }
}
