using System.Globalization;
using BenchmarkDotNet.Reports;

namespace Edge.Benchmarks.Micro;

/// <summary>One line of the table.</summary>
internal sealed record MicroFigures(string What, string With, double Microseconds, long AllocatedBytes)
{
    /// <summary>What a report says.</summary>
    public static MicroFigures Of(BenchmarkReport report) => new(
        report.BenchmarkCase.Descriptor.WorkloadMethod.Name,
        string.Join(", ", report.BenchmarkCase.Parameters.Items.Select(p => Convert.ToString(p.Value, CultureInfo.InvariantCulture))),
        (report.ResultStatistics?.Median ?? throw new InvalidOperationException($"'{report.BenchmarkCase.DisplayInfo}' has no result"))
            / 1e3,
        report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
}
