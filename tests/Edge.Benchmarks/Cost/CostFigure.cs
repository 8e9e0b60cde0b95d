namespace Edge.Benchmarks.Cost;

/// <summary>What one shape costs.</summary>
/// <param name="Shape">Its name.</param>
/// <param name="Seconds">Processor time in each place.</param>
internal sealed record CostFigure(string Shape, List<double> Seconds)
{
    /// <summary>The most of all places.</summary>
    public double Worst => Seconds.Max();

    /// <summary>The worst ratio to <paramref name="plain"/> in the same place.</summary>
    public double RatioTo(CostFigure plain) => Seconds.Zip(plain.Seconds, (mine, its) => mine / its).Max();
}
