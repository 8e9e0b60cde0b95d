namespace Edge.Benchmarks.Gateways;

/// <summary>How long events took from the server to the client, in microseconds.</summary>
internal sealed record StreamFigures(string Gateway, double P50, double P99, double P999);
