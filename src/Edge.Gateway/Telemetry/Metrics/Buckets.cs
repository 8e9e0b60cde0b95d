using System.Diagnostics.Metrics;

namespace Edge.Gateway.Telemetry.Metrics;

/// <summary>The buckets of the histograms, in seconds.</summary>
internal static class Buckets
{
    /// <summary>From 1 µs to 10 ms: a decision.</summary>
    public static readonly InstrumentAdvice<double> Decision =
        Of(1e-6, 2e-6, 5e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2);

    /// <summary>From 10 µs to 100 ms: what Edge adds to a request.</summary>
    public static readonly InstrumentAdvice<double> Overhead =
        Of(1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1);

    /// <summary>From 1 µs, in memory, to 5 s, where a database hangs.</summary>
    public static readonly InstrumentAdvice<double> Store =
        Of(1e-6, 1e-5, 1e-4, 5e-4, 1e-3, 2e-3, 5e-3, 1e-2, 2e-2, 5e-2, 1e-1, 5e-1, 1, 5);

    /// <summary>Those of OpenTelemetry's MCP conventions.</summary>
    public static readonly InstrumentAdvice<double> Operation = Of(0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 120, 300);

    private static InstrumentAdvice<double> Of(params double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
