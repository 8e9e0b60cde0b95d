using System.Globalization;
using System.Text;

namespace Edge.Benchmarks.Gateways;

/// <summary>Writes what was measured of gateways for people.</summary>
internal static class GatewaySection
{
    /// <summary>The part of the page.</summary>
    public static string Write(GatewayResults results, IReadOnlyList<Expectation> expectations,
        IReadOnlyList<(string Name, string Version)> machine)
    {
        var page = new StringBuilder();
        page.Append(CultureInfo.InvariantCulture, $"""
            Written by `make bench`. Medians of interleaved rounds: {Text(
                results.Schedule.Main)} for the 300-byte call at 1 and 32 connections and for denied calls,
            {Text(results.Schedule.Others)} for the others, and for mcp-proxy and PostgreSQL; ± is the spread of the rounds. **Client,
              gateway and server share the processors, and absolute figures
            mean little: compare within one workload.** Edge has the shipped policy with its maxima raised. *Edge* runs without telemetry
            (`OTEL_SDK_DISABLED`, no audit); *metrics and audit* is as shipped; *full telemetry* also sends traces, metrics and logs over
              OTLP. *Bare YARP, its own telemetry* sends
            the telemetry of the framework and of YARP, with every trace, to the same receiver: 3 spans a request and the framework's
              meters, where Edge with full telemetry sends 5 spans
            a call, its own and the framework's meters, and writes two audit records a call, on disk and as OTLP logs. Responses are
              checked before they
            are timed, and failures during the measurement are reported. The server is an nginx that responds at once; bodies and streams
              go to a server in C# that reads them completely,
            and *runpod-mcp* is the real one, from npm, in front of a simulated API.

            {string.Join(", ", machine.Select(m => $"{m.Name} {m.Version}".Trim()))}.

            ### Expectations

            | Edge | expected | measured | |
            |---|---|---|---|

            """);
        foreach (var expectation in expectations)
            page.AppendLine(expectation.Line);

        page.Append("""

            ### Measurements

            | workload | connections | through | requests/s | ± | of bare YARP | p50 | p99 | p99.9 | added p50 to direct | to bare YARP | CPU a request | allocated | peak memory |
            |---|---|---|---|---|---|---|---|---|---|---|---|---|---|

            """);
        foreach (var cell in results.Cells)
            page.AppendLine(Line(results, cell));

        page.Append(CultureInfo.InvariantCulture, $"""

            One stream of {EventStream.Events:N0} events, 2 ms apart, from the server's write to the client's read:

            | through | p50 | p99 | p99.9 |
            |---|---|---|---|

            """);
        foreach (var stream in results.Streams)
            page.AppendLine(
                CultureInfo.InvariantCulture, $"| {Plain(stream.Gateway)} | {Latency(stream.P50)} | {Latency(stream.P99)} "
                    + $"| {Latency(stream.P999)} |");
        return page.ToString();
    }

    private static string Text(Pace pace) =>
        string.Create(CultureInfo.InvariantCulture, $"{pace.Rounds} of {pace.Duration.TotalSeconds:0.0} s");

    private static string Line(GatewayResults results, Cell cell)
    {
        var direct = results.Find(GatewayNames.Direct, cell.Workload, cell.Connections)
            ?? results.Find(GatewayNames.DirectBodies, cell.Workload, cell.Connections)
            ?? results.Find(GatewayNames.DirectRunpod, cell.Workload, cell.Connections);
        var yarp = results.Find(GatewayNames.Yarp, cell.Workload, cell.Connections);
        var ratio = GatewayResults.Ratio(cell, yarp, s => s.PerSecond);
        string[] columns =
        [
            cell.Workload.Name, Number(cell.Connections, "0"), Plain(cell.Gateway),
            Throughput(cell), Number(cell.Spread * 100, "0'%'"), Number(ratio, "0.00"),
            Latency(cell.Median(s => s.P50)), Latency(cell.Median(s => s.P99)), Latency(cell.Median(s => s.P999)),
            Latency(cell.Median(s => s.P50) - (direct?.Median(s => s.P50) ?? double.NaN)),
                Latency(cell.Median(s => s.P50) - (yarp?.Median(s => s.P50) ?? double.NaN)),
            Latency(cell.Median(s => s.CpuMicroseconds)), Number(cell.Median(s => s.AllocatedBytes), "#,##0 B"),
                Number(cell.Median(s => s.PeakMiB), "0 MiB"),
        ];
        return $"| {string.Join(" | ", columns)} |";
    }

    private static string Throughput(Cell cell)
    {
        var (perSecond, failed) = (cell.Median(s => s.PerSecond), cell.Median(s => s.Failed));
        return Number(perSecond, perSecond < 1000 ? "0.0" : "#,##0") + (failed > 0 ? Number(failed * 100, "' ('0.#' % failed)'") : "");
    }

    private static string Plain(string gateway) => gateway is GatewayNames.DirectBodies or GatewayNames.DirectRunpod ? GatewayNames.Direct
        : gateway;

    private static string Number(double figure, string format) =>
        double.IsNaN(figure) ? "" : figure.ToString(format, CultureInfo.InvariantCulture);

    private static string Latency(double microseconds) => Math.Abs(microseconds) < 10_000 ? Number(microseconds, "#,##0 µs")
        : Number(microseconds / 1000, "#,##0 ms");
}
