using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;

namespace Edge.Benchmarks;

/// <summary>How BenchmarkDotNet measures here.</summary>
internal static class BenchmarkConfig
{
    /// <summary>In this process: the toolchain that builds a project of its own does not know how this repository is built.</summary>
    public static ManualConfig Default => ManualConfig.CreateEmpty()
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9)
        .WithIterationTime(TimeInterval.FromMilliseconds(250)))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddLogger(ConsoleLogger.Default)
        .WithArtifactsPath(Path.Combine(BenchmarkPage.Root, "artifacts", "benchmarks"));
}
