namespace Edge.Benchmarks.Gateways;

/// <summary>One line of the table: a workload through a gateway, over so many connections.</summary>
internal sealed record Cell(string Gateway, Workload Workload, int Connections, Pace Pace)
{
    // wrk has to be started, and a gateway to come to rest.
    private static readonly TimeSpan s_besides = TimeSpan.FromSeconds(0.15);

    /// <summary>
    /// What was measured: the first in the first round, and so on, for every line, so that those of one place are of one round.
    /// </summary>
    public List<Sample> Samples { get; } = [];

    /// <summary>How long one measurement takes.</summary>
    public TimeSpan Duration => Pace.Duration * Workload.Patience;

    /// <summary>The same, with what belongs to it.</summary>
    public TimeSpan Expected => Duration + s_besides;

    /// <summary>The median of a figure over the rounds.</summary>
    public double Median(Func<Sample, double> figure) => Statistics.Median(Samples.Select(figure));

    /// <summary>How far the rounds' throughputs lie apart, in parts of the median.</summary>
    public double Spread => (Samples.Max(s => s.PerSecond) - Samples.Min(s => s.PerSecond)) / Median(s => s.PerSecond);
}
