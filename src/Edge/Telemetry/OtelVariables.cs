using System.Globalization;
using Edge.Gateway.Settings;

namespace Edge.Telemetry;

/// <summary>Reads <c>OTEL_*</c> variables as their specification asks, and keeps what was wrong with them. Not thread-safe.</summary>
internal sealed class OtelVariables(IConfiguration configuration)
{
    private readonly List<string> _errors = [];
    private readonly List<string> _warnings = [];

    /// <summary>The words of <c>OTEL_TRACES_SAMPLER</c>.</summary>
    public static string[] Samplers { get; } =
        ["always_on", "always_off", "traceidratio", "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio"];

    /// <summary>The mistakes that stop the start.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>What was ignored.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>A text; null for none or an empty one.</summary>
    public string? Text(string key) => configuration[key] is { Length: > 0 } text ? text : null;

    /// <summary>An address of http or https; null where there is none, or where it is a mistake.</summary>
    public Uri? Address(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var endpoint) && endpoint.Scheme is "http" or "https")
            return endpoint;
        var message = $"expected an address such as 'http://collector:4317', found '{ShownAddress.Of(text)}'";
        _errors.Add(new SettingError(SettingPlaces.Find(configuration, key), "config_wrong_value", key, message).ToString());
        return null;
    }

    /// <summary>
    /// Headers, as <c>name=value,name=value</c> with percent-encoding; null where there are none, or where they are a mistake. That stops
    /// the start: without its credential nothing would be taken. They are secrets, and never shown.
    /// </summary>
    public string? Pairs(string key)
    {
        if (Text(key) is not { } text)
            return null;
        var pairs = Uri.UnescapeDataString(text);
        if ((pairs.EndsWith(',') ? pairs[..^1] : pairs).Split(',').All(IsPair))
            return text;
        const string Message = "expected headers such as 'api-key=VALUE,other=VALUE', found something else";
        _errors.Add(new SettingError(SettingPlaces.Find(configuration, key), "config_wrong_value", key, Message).ToString());
        return null;
    }

    /// <summary>One of the words, in its own spelling; null where there is none, or another.</summary>
    public string? Word(string key, params string[] words)
    {
        if (Text(key) is not { } text)
            return null;
        if (Array.Find(words, word => word.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } found)
            return found;
        Ignore(key, $"expected {string.Join(", ", words[..^1])} or {words[^1]}, found '{text}'");
        return null;
    }

    /// <summary>A whole number that is not negative; null where there is none, or something else.</summary>
    public int? Number(string key)
    {
        if (Text(key) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Ignore(key, $"expected a whole number, found '{text}'");
        return null;
    }

    /// <summary>Whether a signal goes to the collector: unless its list of exporters says <c>none</c>, and not <c>otlp</c>.</summary>
    public bool Exports(string key)
    {
        var names = (Text(key) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        foreach (var name in names.Where(name => !IsNamed(name, "otlp") && !IsNamed(name, "none")))
        {
            Ignore(key, IsNamed(name, "prometheus")
                ? $"expected otlp or none, found '{name}', which needs no setting: Prometheus reads /metrics of the admin port"
                : $"expected otlp or none, found '{name}'");
        }

        return Array.Exists(names, name => IsNamed(name, "otlp")) || !Array.Exists(names, name => IsNamed(name, "none"));
    }

    /// <summary>Warns of what the SDK reads by itself, and would ignore without a word.</summary>
    public void CheckOthers()
    {
        Word("OTEL_SDK_DISABLED", "true", "false");
        Word("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE", "cumulative", "delta", "lowmemory");
        Word("OTEL_METRICS_EXEMPLAR_FILTER", "always_on", "always_off", "trace_based");
        foreach (var processor in (string[])["BSP", "BLRP"])
        {
            foreach (var number in (string[])["SCHEDULE_DELAY", "EXPORT_TIMEOUT", "MAX_QUEUE_SIZE", "MAX_EXPORT_BATCH_SIZE"])
                Number($"OTEL_{processor}_{number}");
        }

        Number("OTEL_METRIC_EXPORT_INTERVAL");
        Number("OTEL_METRIC_EXPORT_TIMEOUT");
    }

    private void Ignore(string key, string message) =>
        _warnings.Add(
            $"{SettingPlaces.Find(configuration, key)}: warning config_ignored_value at {key}: {message} (ignored, as if it were not set)");

    private static bool IsNamed(string name, string word) => name.Equals(word, StringComparison.OrdinalIgnoreCase);

    // The name of a header is a token (RFC 9110, 5.6.2).
    private static bool IsPair(string pair)
    {
        var name = pair.Split('=')[0].Trim();
        return pair.Contains('=', StringComparison.Ordinal)
            && name.Length > 0
            && name.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal));
    }
}
