using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Edge.Benchmarks;

/// <summary>What the figures were measured on.</summary>
internal static class Machine
{
    /// <summary>The day, the machine and its runtime.</summary>
    public static IReadOnlyList<(string Name, string Version)> Describe() =>
    [
        (DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), ""),
        (Processor(), ""),
        (Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture), "virtual cores"),
        ("Linux", Environment.OSVersion.Version.ToString()),
        (RuntimeInformation.FrameworkDescription, ""),
    ];

    /// <summary>The same, and the versions of the other gateways and programs, which have to be installed.</summary>
    public static IReadOnlyList<(string Name, string Version)> DescribeAll() =>
    [
        .. Describe(),
        ("YARP", "2.3.0"),
        ("", Said("/usr/sbin/nginx", "-v").Replace("nginx version: ", "", StringComparison.Ordinal)),
        ("wrk", Said("/usr/bin/wrk", "-v").Split(' ', 3) is [_, var version, ..] ? version : ""),
        ("Node", Said("node", "--version")),
        ("mcp-proxy", "6.7.19"),
    ];

    private static string Processor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Said(string program, string argument)
    {
        using var process =
            Process.Start(new ProcessStartInfo(program, argument) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var said = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return said.Split('\n')[0].Trim();
    }
}
