namespace Edge.Benchmarks.Gateways;

/// <summary>How often a line of the table is measured, and how long each time.</summary>
internal sealed record Pace(int Rounds, TimeSpan Duration);
