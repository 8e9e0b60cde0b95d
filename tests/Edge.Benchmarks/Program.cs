using System.Runtime.CompilerServices;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Edge.Benchmarks;

// In this process: the toolchain that builds a project of its own does not know how this repository is built.
var config = ManualConfig.CreateEmpty()
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(9).WithIterationTime(Perfolizer.Horology.TimeInterval.FromMilliseconds(250)))
    .AddColumnProvider(DefaultColumnProviders.Instance)
    .AddLogger(ConsoleLogger.Default)
    .WithArtifactsPath(Path.Combine(Root(), "artifacts", "benchmarks"));
var page = await BenchmarkPage.WriteAsync(
    BenchmarkRunner.Run<MemoryStoreBenchmarks>(config),
    BenchmarkRunner.Run<PostgresStoreBenchmarks>(config));
await File.WriteAllTextAsync(Path.Combine(Root(), "docs", "benchmarks.md"), page);
Console.Write(page);

static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
