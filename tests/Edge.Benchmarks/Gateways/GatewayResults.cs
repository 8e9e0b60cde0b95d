namespace Edge.Benchmarks.Gateways;

/// <summary>Everything that one run measured.</summary>
internal sealed record GatewayResults(IReadOnlyList<Cell> Cells, IReadOnlyList<StreamFigures> Streams, StartFigures Start,
    Schedule Schedule)
{
    /// <summary>One line of the table; null when this run had none such.</summary>
    public Cell? Find(string gateway, Workload workload, int connections) =>
        Cells.FirstOrDefault(c => c.Gateway == gateway && c.Workload.Name == workload.Name && c.Connections == connections);

    /// <summary>The median, over the rounds, of one line's figure in parts of another's in the same round.</summary>
    public static double Ratio(Cell? of, Cell? to, Func<Sample, double> figure) =>
        of is null || to is null ? double.NaN : Statistics.Median(of.Samples.Zip(to.Samples, (a, b) => figure(a) / figure(b)));
}
