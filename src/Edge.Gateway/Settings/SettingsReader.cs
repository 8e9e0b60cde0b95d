using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Edge.Policy.Text;

namespace Edge.Gateway.Settings;

/// <summary>
/// Reads one section of the settings, key by key; collects every mistake instead of stopping at the first, and knows in the end which
/// keys nobody asked for. Not thread-safe.
/// </summary>
/// <remarks>
/// The framework's binder stops at the first value it cannot convert and names .NET types to the operator; this reader says file, line,
/// what was expected and what was found.
/// </remarks>
internal sealed class SettingsReader(IConfiguration configuration, string section, string? place = null)
{
    private readonly HashSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<SettingError> _errors = [];

    /// <summary>All settings, for what one section says of another.</summary>
    public IConfiguration Configuration => configuration;

    /// <summary>The keys asked for so far, relative to the section.</summary>
    public IReadOnlyCollection<string> Asked => _asked;

    /// <summary>The mistakes found so far.</summary>
    public IReadOnlyList<SettingError> Errors => _errors;

    /// <summary>A text; <paramref name="fallback"/> when absent.</summary>
    [return: NotNullIfNotNull(nameof(fallback))]
    public string? Text(string key, string? fallback = null) => Raw(key) ?? fallback;

    /// <summary>A whole number between the bounds, both included; <paramref name="fallback"/> when absent or wrong.</summary>
    public long Number(string key, long fallback, long min, long max)
    {
        if (Raw(key) is not { } text)
            return fallback;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= min && value <= max)
            return value;
        Report(key, "config_out_of_range", $"expected a whole number between {min} and {max}, found '{text}'");
        return fallback;
    }

    /// <summary>A duration written as hours, minutes and seconds; <paramref name="fallback"/> when absent or wrong.</summary>
    public TimeSpan Duration(string key, TimeSpan fallback, TimeSpan min, TimeSpan max)
    {
        if (Raw(key) is not { } text)
            return fallback;
        // A lone number would be read as days by the framework: colons are required, so that '30' is a mistake and not a month.
        if (text.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max)
            return value;
        Report(key,
            "config_out_of_range", $"expected a duration between '{min:c}' and '{max:c}', found '{text}' (write hours:minutes:seconds)");
        return fallback;
    }

    /// <summary>One of the words given; the value of the first when absent or wrong.</summary>
    public T Choice<T>(string key, params ReadOnlySpan<(string Word, T Value)> choices)
    {
        if (Raw(key) is not { } text)
            return choices[0].Value;
        var words = new List<string>();
        foreach (var (word, value) in choices)
        {
            if (string.Equals(word, text, StringComparison.Ordinal))
                return value;
            words.Add(word);
        }

        Report(key,
            "config_unknown_value", $"unknown value '{text}'; "
                + $"expected {string.Join(" or ", words.Select(w => $"'{w}'"))}{Spelling.Hint(text, words)}");
        return choices[0].Value;
    }

    /// <summary>An address of http or https without query, fragment and user; null when absent or wrong.</summary>
    public Uri? Address(string key, string example)
    {
        if (Raw(key) is not { } text)
            return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { Query: "", Fragment: "", UserInfo: "" })
            return url;
        Report(key, "config_wrong_type", $"expected an address such as '{example}', found '{ShownAddress.Of(text)}'");
        return null;
    }

    /// <summary>Yes or no; no when absent or wrong.</summary>
    public bool Flag(string key)
    {
        if (Raw(key) is not { } text)
            return false;
        // JSON's own true comes as 'True'.
        if (bool.TryParse(text, out var value))
            return value;
        Report(key, "config_wrong_type", $"expected 'true' or 'false', found '{text}'");
        return false;
    }

    /// <summary>Whether something is set for <paramref name="key"/>, even an empty value.</summary>
    public bool Has(string key)
    {
        var name = key[(key.LastIndexOf(':') + 1)..];
        return configuration.GetSection(section + (name.Length == key.Length ? "" : $":{key[..^(name.Length + 1)]}"))
            .GetChildren().Any(child => string.Equals(child.Key, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A list of texts; empty when absent.</summary>
    public IReadOnlyList<string> List(string key)
    {
        _asked.Add(key);
        var values = new List<string>();
        var at = configuration.GetSection($"{section}:{key}");
        if (!string.IsNullOrEmpty(at.Value))
            Report(key,
                "config_wrong_type", $"expected a list, found '{at.Value}' (in the environment "
                    + $"write {section}__{key.Replace(":", "__", StringComparison.Ordinal)}__0)");
        foreach (var child in at.GetChildren())
        {
            _asked.Add($"{key}:{child.Key}");
            if (!string.IsNullOrEmpty(child.Value))
                values.Add(child.Value);
            else
                Report($"{key}:{child.Key}", "config_wrong_type", "expected a text");
        }

        return values;
    }

    /// <summary>Texts by name; empty when absent.</summary>
    public IReadOnlyDictionary<string, string> Map(string key)
    {
        _asked.Add(key);
        var values = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var child in configuration.GetSection($"{section}:{key}").GetChildren())
        {
            _asked.Add($"{key}:{child.Key}");
            if (!string.IsNullOrEmpty(child.Value))
                values.Add(child.Key, child.Value);
            else
                Report($"{key}:{child.Key}", "config_wrong_type", "expected a text");
        }

        return values;
    }

    /// <summary>The names of the keys under <paramref name="key"/>; what stands under each is asked for by itself.</summary>
    public IReadOnlyList<string> Names(string key)
    {
        var names = new List<string>();
        foreach (var child in configuration.GetSection($"{section}:{key}").GetChildren())
        {
            // An object without members has no keys that could be unknown.
            if (!child.GetChildren().Any() && string.IsNullOrEmpty(child.Value))
                _asked.Add($"{key}:{child.Key}");
            names.Add(child.Key);
        }

        if (names.Count == 0)
            _asked.Add(key);
        return names;
    }

    /// <summary>The key with its section.</summary>
    public string FullName(string key) => $"{section}:{key}";

    /// <summary>Where <paramref name="key"/>, which is relative to the section, stands.</summary>
    public string PlaceOf(string key) => place ?? SettingPlaces.Find(configuration, FullName(key));

    /// <summary>Reports a mistake at <paramref name="key"/>, which is relative to the section; once, however often the key is read.</summary>
    public void Report(string key, string code, string message)
    {
        var error = new SettingError(PlaceOf(key), code, FullName(key), message);
        if (!_errors.Contains(error))
            _errors.Add(error);
    }

    /// <summary>Reports every key of the section that was never asked for. Call it last.</summary>
    /// <param name="ownerOf">The package that would ask for a key; null where there is none.</param>
    public void ReportUnknownKeys(Func<string, string?>? ownerOf = null)
    {
        foreach (var child in configuration.GetSection(section).GetChildren())
            ReportUnknownKeys(child, child.Key, ownerOf ?? (static _ => null));
    }

    private void ReportUnknownKeys(IConfigurationSection at, string key, Func<string, string?> ownerOf)
    {
        if (_asked.Contains(key))
            return;
        var children = at.GetChildren().ToList();
        if (string.IsNullOrEmpty(at.Value) && _asked.Any(k => k.StartsWith(key + ":", StringComparison.OrdinalIgnoreCase)))
        {
            foreach (var child in children)
                ReportUnknownKeys(child, $"{key}:{child.Key}", ownerOf);
            return;
        }

        if (ownerOf(key) is { } owner)
        {
            Report(key, "config_missing_package", $"the key '{at.Key}' belongs to {owner}");
            return;
        }

        var parent = key.LastIndexOf(':') is >= 0 and var colon ? key[..(colon + 1)] : "";
        var known = _asked.Where(k => k.StartsWith(parent, StringComparison.OrdinalIgnoreCase))
            .Select(k => k[parent.Length..].Split(':')[0]).Distinct();
        Report(key, "config_unknown_key", $"unknown key '{at.Key}'{Spelling.Hint(at.Key, known)}");
    }

    private string? Raw(string key)
    {
        _asked.Add(key);
        var value = configuration[$"{section}:{key}"];
        return string.IsNullOrEmpty(value) ? null : value;
    }
}
