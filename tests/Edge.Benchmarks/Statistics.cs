namespace Edge.Benchmarks;

/// <summary>What is made of many figures.</summary>
internal static class Statistics
{
    /// <summary>The middle one; NaN of none.</summary>
    public static double Median(IEnumerable<double> figures) => Percentile(figures, 0.5);

    /// <summary>The one below which a part of all lie; NaN of none.</summary>
    public static double Percentile(IEnumerable<double> figures, double part)
    {
        var sorted = figures.Order().ToList();
        if (sorted.Count == 0)
            return double.NaN;
        var place = part * (sorted.Count - 1);
        var (below, above) = (sorted[(int)Math.Floor(place)], sorted[(int)Math.Ceiling(place)]);
        return below + (above - below) * (place - Math.Floor(place));
    }
}
