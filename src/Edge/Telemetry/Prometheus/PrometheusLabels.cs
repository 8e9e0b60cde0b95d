using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace Edge.Telemetry.Prometheus;

/// <summary>Writes the labels of a sample. Not thread-safe; it is used again and again to save memory.</summary>
internal sealed class PrometheusLabels
{
    private readonly List<KeyValuePair<string, string>> _labels = [];
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);

    /// <summary>The labels of one point, with those that name its meter.</summary>
    public string Of(Metric metric, ReadOnlyTagCollection tags)
    {
        _labels.Clear();
        foreach (var (key, value) in tags)
            Add(key, value);
        Add("otel_scope_name", metric.MeterName);
        if (metric.MeterVersion.Length > 0)
            Add("otel_scope_version", metric.MeterVersion);
        foreach (var (key, value) in metric.MeterTags ?? [])
            Add($"otel_scope_{key}", value);
        return Join();
    }

    /// <summary>The labels that hold the given attributes.</summary>
    public string Of(IEnumerable<KeyValuePair<string, object>> attributes)
    {
        _labels.Clear();
        foreach (var (key, value) in attributes)
            Add(key, value);
        return Join();
    }

    private void Add(string key, object? value)
    {
        // The names are those of instruments, a few dozen: callers choose values, never keys.
        if (!_names.TryGetValue(key, out var name))
            _names.Add(key, name = PrometheusNames.Label(key));
        var text = Text(value);

        // Two attributes may have one name here; the specification joins their values.
        var same = _labels.FindIndex(label => label.Key == name);
        if (same < 0)
            _labels.Add(new(name, text));
        else
            _labels[same] = new(name, $"{_labels[same].Value};{text}");
    }

    private string Join() => string.Join(',', _labels.Select(label => PrometheusText.Label(label.Key, label.Value)));

    private static string Text(object? value) => value switch
    {
        null => "",
        string text => text,
        bool truth => truth ? "true" : "false",
        double number => PrometheusText.Number(number),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };
}
