using System.Globalization;

namespace Edge.Benchmarks.Gateways;

/// <summary>What is expected of a figure, and the figure; NaN where this run did not measure it.</summary>
internal sealed record Expectation(string What, double Bound, bool AtLeast, double Measured, string Format)
{
    /// <summary>Whether it is met.</summary>
    public bool IsMet => AtLeast ? Measured >= Bound : Measured <= Bound;

    /// <summary>As the table says it.</summary>
    public string Word => double.IsNaN(Measured) ? "not measured" : IsMet ? "met" : "**not met**";

    /// <summary>One line of a table.</summary>
    public string Line =>
        string.Create(
        CultureInfo.InvariantCulture, $"| {What} | {(AtLeast ? "at least" : "at most")} {Text(Bound)} | {Text(Measured)} | {Word} |");

    private string Text(double figure) => double.IsNaN(figure) ? "-" : figure.ToString(Format, CultureInfo.InvariantCulture);
}
