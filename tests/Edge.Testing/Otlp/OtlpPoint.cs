namespace Edge.Testing.Otlp;

/// <summary>One data point of a metric as it was exported.</summary>
public sealed class OtlpPoint
{
    /// <summary>The metric's meter.</summary>
    public required string Scope { get; init; }

    public required string Metric { get; init; }

    public required string Unit { get; init; }

    public Dictionary<string, object?> Attributes { get; } = [];

    /// <summary>A counter's or gauge's value, a histogram's sum.</summary>
    public double Value { get; set; }

    /// <summary>How many values a histogram has.</summary>
    public ulong Count { get; set; }

    public double[] Bounds { get; set; } = [];

    /// <summary>Whether a point has all of the given attributes.</summary>
    public bool Has(params (string Key, object? Value)[] attributes) =>
        attributes.All(a => Attributes.TryGetValue(a.Key, out var value) && Equals(value, a.Value));
}
