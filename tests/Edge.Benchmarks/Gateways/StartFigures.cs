namespace Edge.Benchmarks.Gateways;

/// <summary>What it takes to have an Edge: seconds from its start until it is ready, and megabytes while nobody calls.</summary>
internal sealed record StartFigures(double Seconds, double IdleMiB);
