namespace Edge.Benchmarks.Scaling;

/// <summary>What some Edges on one store did together.</summary>
/// <param name="Store">The store.</param>
/// <param name="Edges">How many Edges.</param>
/// <param name="PerSecond">Calls a second, of all together.</param>
/// <param name="P50">The median latency, of the slowest Edge, in milliseconds.</param>
/// <param name="P99">The 99th percentile, of the slowest Edge, in milliseconds.</param>
/// <param name="Passed">How many calls the exact limit let through.</param>
internal sealed record ScalingFigures(string Store, int Edges, double PerSecond, double P50, double P99, int Passed);
