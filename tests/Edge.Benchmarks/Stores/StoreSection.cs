using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BenchmarkDotNet.Reports;
using Edge.Policy.Documents;

namespace Edge.Benchmarks.Stores;

/// <summary>Writes what was measured of the stores for people.</summary>
internal static class StoreSection
{
    private static readonly int[] s_keys = [1, 1_000_000];

    /// <summary>The part of the page.</summary>
    public static async Task<string> WriteAsync(Summary memory, Summary postgres, Summary redis)
    {
        var page = new StringBuilder();
        var host = memory.HostEnvironmentInfo;
        page.Append(CultureInfo.InvariantCulture, $"""
            Written by `make bench-limits`. A decision takes the one limit of a call and ends the call. Keys have {NumberedCalls.KeyLength}
              bytes; with
            many keys, callers come in an order that no cache can guess.

            Measured on {DateOnly.FromDateTime(
                TimeProvider.System.GetUtcNow().UtcDateTime):yyyy-MM-dd} on {host.Cpu.Value?.ProcessorName?.Trim()
                    ?? "an unnamed processor"}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, {host.RuntimeVersion}. **The
            cores were virtual and shared with other work, and PostgreSQL and Redis ran on them as well**: a machine of its own is faster.

            ### In memory

            | algorithm | keys | median | allocated |
            |---|---|---|---|

            """);
        foreach (var report in memory.Reports)
            page.AppendLine(
                CultureInfo.InvariantCulture, $"| {Word(Parameter<LimitAlgorithm>(report, "Algorithm"))} "
                    + $"| {Parameter<int>(report, "Keys"):N0} | {Median(report) / 1e3:0.000} µs | {Allocated(report)} B |");
        page.AppendLine();
        foreach (var keys in s_keys)
            page.AppendLine(
                CultureInfo.InvariantCulture, $"- {Throughput.InMemory(keys):N0} decisions a second on all "
                    + $"cores, {keys:N0} {(keys == 1 ? "key" : "keys")} (`fixed`).");
        foreach (var algorithm in Enum.GetValues<LimitAlgorithm>())
            page.AppendLine(CultureInfo.InvariantCulture, $"- {MemoryPerKey.Measure(algorithm):0} bytes a key, {Word(algorithm)}.");

        await WriteSqliteAsync(page);
        page.Append("""

            ### In PostgreSQL

            `fixed`, on loopback. A decision waits until it is on the disk, unless the connection string contains `Options=-c
              synchronous_commit=off`.

            """);
        await AppendAsync(page, postgres, Throughput.InPostgresAsync);
        page.AppendLine();
        page.AppendLine("With one key, calls that arrive at the same time share a transaction. The time depends on the disk.");

        page.Append("""

            ### In Redis

            `fixed`, on loopback, with the append-only file: written once a second, or (`appendfsync always`) with each change.

            """);
        await AppendAsync(page, redis, Throughput.InRedisAsync);
        return page.ToString();
    }

    private static async Task AppendAsync(StringBuilder page, Summary store, Func<int, bool, Task<double>> throughput)
    {
        page.Append(CultureInfo.InvariantCulture, $"""

            | keys | waits for the disk | median, one after the other | allocated | decisions a second, {Throughput.Callers} callers |
            |---|---|---|---|---|

            """);
        foreach (var report in store.Reports)
        {
            var (keys, waits) = (Parameter<int>(report, "Keys"), Parameter<bool>(report, "WaitsForDisk"));
            page.AppendLine(
                CultureInfo.InvariantCulture, $"| {keys:N0} | {(waits ? "yes" : "no")} | {Median(report) / 1e6:0.00} ms "
                    + $"| {Allocated(report)} B | {await throughput(keys, waits):N0} |");
        }
    }

    private static async Task WriteSqliteAsync(StringBuilder page)
    {
        page.Append("""

            ### In a file (SQLite)

            `fixed`, with a window of a day: a decision waits until its count is in the file. With `Durable` it waits for the disk, too.

            | keys | `Durable` | decisions a second, 32 callers |
            |---|---|---|

            """);
        foreach (var keys in s_keys)
        {
            foreach (var durable in (bool[])[false, true])
                page.AppendLine(CultureInfo.InvariantCulture, $"| {keys:N0} | {(durable ? "yes" : "no")} "
                    + $"| {await SqliteThroughput.MeasureAsync(keys, durable):N0} |");
        }
    }

    private static T Parameter<T>(BenchmarkReport report, string name) => (T)report.BenchmarkCase.Parameters[name];

    private static double Median(BenchmarkReport report) =>
        report.ResultStatistics?.Median ?? throw new InvalidOperationException($"'{report.BenchmarkCase.DisplayInfo}' has no result");

    private static long Allocated(BenchmarkReport report) => report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0;

    private static string Word(LimitAlgorithm algorithm) => algorithm switch
    {
        LimitAlgorithm.Fixed => "`fixed`",
        LimitAlgorithm.Sliding => "`sliding`",
        LimitAlgorithm.TokenBucket => "`token_bucket`",
        LimitAlgorithm.Concurrency => "`concurrency`",
        _ => throw new ArgumentOutOfRangeException(nameof(algorithm), algorithm, "A new algorithm needs a word."),
    };
}
