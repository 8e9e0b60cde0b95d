namespace Edge.Telemetry.Prometheus;

/// <summary>Writes units as Prometheus does: <c>s</c> becomes <c>seconds</c>. Thread-safe.</summary>
/// <remarks>OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility", section on metric metadata; units are UCUM.</remarks>
internal static class PrometheusUnits
{
    private static readonly Dictionary<string, string> Words = new(StringComparer.Ordinal)
    {
        ["d"] = "days",
        ["h"] = "hours",
        ["min"] = "minutes",
        ["s"] = "seconds",
        ["ms"] = "milliseconds",
        ["us"] = "microseconds",
        ["ns"] = "nanoseconds",
        ["By"] = "bytes",
        ["KiBy"] = "kibibytes",
        ["MiBy"] = "mebibytes",
        ["GiBy"] = "gibibytes",
        ["kBy"] = "kilobytes",
        ["KBy"] = "kilobytes",
        ["MBy"] = "megabytes",
        ["GBy"] = "gigabytes",
        ["m"] = "meters",
        ["V"] = "volts",
        ["A"] = "amperes",
        ["J"] = "joules",
        ["W"] = "watts",
        ["g"] = "grams",
        ["Cel"] = "celsius",
        ["Hz"] = "hertz",
        ["%"] = "percent",
    };

    private static readonly Dictionary<string, string> Per = new(StringComparer.Ordinal)
    {
        ["s"] = "second",
        ["min"] = "minute",
        ["h"] = "hour",
        ["d"] = "day",
        ["w"] = "week",
        ["mo"] = "month",
        ["y"] = "year",
    };

    /// <summary>The unit as the end of a name; empty where it adds nothing.</summary>
    public static string Suffix(string unit, PrometheusKind kind)
    {
        // "1" says that a value has no unit; only for a gauge does that mean a share.
        if (unit == "1")
            return kind == PrometheusKind.Gauge ? "ratio" : "";

        var slash = unit.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Word(unit, Words);
        var above = Word(unit[..slash], Words);
        var below = Word(unit[(slash + 1)..], Per);
        return below.Length == 0 ? above : above.Length == 0 ? $"per_{below}" : $"{above}_per_{below}";
    }

    private static string Word(string unit, Dictionary<string, string> words)
    {
        var plain = WithoutAnnotations(unit);
        return words.TryGetValue(plain, out var word) ? word : PrometheusNames.Sanitize(plain).Trim('_');
    }

    // What stands in braces is for people: {call}, By{sent}.
    private static string WithoutAnnotations(string unit)
    {
        while (unit.IndexOf('{', StringComparison.Ordinal) is >= 0 and var open)
        {
            var close = unit.IndexOf('}', open);
            unit = close < 0 ? unit[..open] : unit.Remove(open, close - open + 1);
        }

        return unit;
    }
}
