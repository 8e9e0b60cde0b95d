namespace Edge.Benchmarks.Gateways;

/// <summary>
/// What is expected of Edge, beside what was measured. Ratios are medians over the rounds, each of two figures of one round.
/// </summary>
internal static class Expectations
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Expectation> Of(GatewayResults results)
    {
        var call = Workloads.Call;
        return
        [
            AtLeast("throughput of bare YARP, 300-byte call, 32 connections, no telemetry", 0.95,
                Throughput(call, GatewayNames.Edge, call, GatewayNames.Yarp, Matrix.Usual)),
            AtMost("added p50 over bare YARP at 1 connection, no telemetry", 40, Added(GatewayNames.Edge, GatewayNames.Yarp), "0 µs"),
            AtLeast("throughput of bare YARP, 300-byte call, 32 connections, full telemetry", 0.85,
                Throughput(call, GatewayNames.EdgeWatched, call, GatewayNames.Yarp, Matrix.Usual)),
            AtLeast("throughput of bare YARP with its own telemetry, 300-byte call, 32 connections, full telemetry", 0.85,
                Throughput(call, GatewayNames.EdgeWatched, call, GatewayNames.YarpWatched, Matrix.Usual)),
            AtLeast("throughput with full telemetry, compared to none", 0.90,
                Throughput(call, GatewayNames.EdgeWatched, call, GatewayNames.Edge, Matrix.Usual)),
            AtLeast("the same in front of the real runpod-mcp, 8 connections", 0.90,
                Throughput(Workloads.Runpod, GatewayNames.EdgeWatched, Workloads.Runpod, GatewayNames.Edge, Matrix.Few)),
            AtLeast("throughput of nginx, 300-byte call, 32 connections, no telemetry", 0.75,
                Throughput(call, GatewayNames.Edge, call, GatewayNames.Nginx, Matrix.Usual)),
            AtLeast("throughput with 2,000 tools, compared to 1", 0.95,
                Throughput(Workloads.Variant("2,000 tools"), GatewayNames.Edge, Workloads.Variant("1 tool"), GatewayNames.Edge,
                    Matrix.Usual)),
            AtLeast("denied calls, compared to bare YARP's forwarded calls", 2,
                Throughput(Workloads.Denied, GatewayNames.Edge, call, GatewayNames.Yarp, Matrix.Usual)),
            AtLeast("filtered list of 119 KB in JSON, compared to bare YARP's unfiltered list", 0.8, Same(Workloads.List, Matrix.Usual)),
            AtLeast("filtered list of 119 KB as event stream, compared to bare YARP's unfiltered list",
                0.8, Same(Workloads.ListStream, Matrix.Usual)),
            AtLeast("throughput of bare YARP, 20 MiB", 0.9, Same(Workloads.Body20M, Matrix.Largest)),
            AtMost("start until ready, as shipped", 1, results.Start.Seconds, "0.00 s"),
            AtMost("idle memory, as shipped, with the files of .NET", 80, results.Start.IdleMiB, "0 MiB"),
            AtMost("the same, without mapped files", 80, results.Start.OwnMiB, "0 MiB"),
        ];

        double Throughput(Workload workload, string of, Workload toWorkload, string to, int connections) =>
            GatewayResults.Ratio(results.Find(of, workload, connections), results.Find(to, toWorkload, connections), s => s.PerSecond);

        double Same(Workload workload, int connections) =>
            Throughput(workload, GatewayNames.Edge, workload, GatewayNames.Yarp, connections);

        double Added(string of, string to) => results.Find(of, call, 1) is { } a && results.Find(to, call, 1) is { } b
            ? Statistics.Median(a.Samples.Zip(b.Samples, (x, y) => x.P50 - y.P50))
            : double.NaN;
    }

    private static Expectation AtLeast(string what, double bound, double measured) => new(what, bound, AtLeast: true, measured, "0.00");

    private static Expectation AtMost(string what, double bound, double measured, string format) =>
        new(what, bound, AtLeast: false, measured, format);
}
