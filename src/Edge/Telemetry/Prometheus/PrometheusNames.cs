using System.Text;

namespace Edge.Telemetry.Prometheus;

/// <summary>Writes OpenTelemetry's names as Prometheus takes them. Thread-safe.</summary>
/// <remarks>OpenTelemetry specification, "Prometheus and OpenMetrics Compatibility".</remarks>
internal static class PrometheusNames
{
    private const string Total = "_total";

    /// <summary>The name of a metric: dots become underscores, then its unit, then <c>_total</c> for a counter.</summary>
    public static string Metric(string name, string unit, PrometheusKind kind)
    {
        var text = Sanitize(name);
        if (kind == PrometheusKind.Counter && text.EndsWith(Total, StringComparison.Ordinal))
            text = text[..^Total.Length];
        if (PrometheusUnits.Suffix(unit, kind) is { Length: > 0 } suffix && !text.EndsWith($"_{suffix}", StringComparison.Ordinal))
            text = $"{text}_{suffix}";
        return kind == PrometheusKind.Counter ? text + Total : text;
    }

    /// <summary>The name of a label. What begins with two underscores is Prometheus' own.</summary>
    public static string Label(string name)
    {
        var text = Sanitize(name).Replace(':', '_');
        return text.StartsWith("__", StringComparison.Ordinal) ? $"key{text[1..]}" : text;
    }

    /// <summary>Letters, digits, colons and underscores; a run of anything else is one underscore, and no digit comes first.</summary>
    internal static string Sanitize(string name)
    {
        var text = new StringBuilder(name.Length + 1);
        if (name.Length > 0 && char.IsAsciiDigit(name[0]))
            text.Append('_');
        foreach (var character in name)
        {
            if (char.IsAsciiLetterOrDigit(character) || character is ':' or '_')
                text.Append(character);
            else if (text.Length == 0 || text[^1] != '_')
                text.Append('_');
        }

        return text.ToString();
    }
}
