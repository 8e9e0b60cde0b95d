namespace Edge.Benchmarks.Gateways;

/// <summary>One measurement. Latencies in microseconds; what is not known of a gateway is NaN.</summary>
internal sealed record Sample(double PerSecond, double P50, double P99, double P999)
{
    /// <summary>The part of all answers that was no success, or never came.</summary>
    public double Failed { get; init; }

    /// <summary>Microseconds of processor time a request, user and system.</summary>
    public double CpuMicroseconds { get; init; } = double.NaN;

    /// <summary>Bytes allocated a request.</summary>
    public double AllocatedBytes { get; init; } = double.NaN;

    /// <summary>Megabytes resident at most.</summary>
    public double PeakMiB { get; init; } = double.NaN;
}
