using System.Globalization;
using System.Text;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace Edge.Benchmarks.Micro;

/// <summary><c>make bench-micro</c>: measures the parts that every request passes.</summary>
internal static class MicroProgram
{
    /// <summary>Runs, and writes the part of the page.</summary>
    public static async Task<int> RunAsync()
    {
        Summary[] summaries =
        [
            BenchmarkRunner.Run<ReadBenchmarks>(BenchmarkConfig.Default), BenchmarkRunner.Run<DecideBenchmarks>(BenchmarkConfig.Default),
            BenchmarkRunner.Run<ListBenchmarks>(BenchmarkConfig.Default), BenchmarkRunner.Run<AnswerBenchmarks>(BenchmarkConfig.Default),
        ];
        var figures = summaries.SelectMany(s => s.Reports).Select(MicroFigures.Of).ToList();
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            Written by `make bench-micro` on {string.Join(", ",
                Machine.Describe().Select(m =>
                    $"{m.Name} {m.Version}".Trim()))}. The figures are medians, with the allocated memory. For the limiters see
            *Stores of limits*.

            | what | with | median | allocated |
            |---|---|---|---|

            """);
        foreach (var figure in figures)
            page.AppendLine(
                CultureInfo.InvariantCulture, $"| {figure.What} | {figure.With} | {figure.Microseconds:#,##0.000} µs "
                    + $"| {figure.AllocatedBytes:#,##0} B |");
        page.Append("""

            | Edge | expected | measured | |
            |---|---|---|---|

            """);
        foreach (var expectation in MicroExpectations.Of(figures))
            page.AppendLine(expectation.Line);
        await BenchmarkPage.WriteAsync("micro", page.ToString());
        await BenchmarkPage.WriteJsonAsync("bench-micro.json", figures);
        Console.Write(page);
        return 0;
    }
}
