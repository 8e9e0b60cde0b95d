namespace Edge.Benchmarks.Gateways;

/// <summary>One line of the table: a workload through a gateway, over so many connections.</summary>
internal sealed record Cell(string Gateway, Workload Workload, int Connections)
{
    /// <summary>What was measured, round by round.</summary>
    public List<Sample> Samples { get; } = [];

    /// <summary>The median of a figure over the rounds.</summary>
    public double Median(Func<Sample, double> figure) => Statistics.Median(Samples.Select(figure));

    /// <summary>How far the rounds' throughputs lie apart, in parts of the median.</summary>
    public double Spread => (Samples.Max(s => s.PerSecond) - Samples.Min(s => s.PerSecond)) / Median(s => s.PerSecond);
}
