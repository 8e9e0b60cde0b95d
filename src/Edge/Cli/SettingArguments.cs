using Edge.Policy.Text;

namespace Edge.Cli;

/// <summary>
/// The settings that stand on the command line: <c>--Section:Key=value</c>. ASP.NET takes any word for one and ignores what it does not
/// know, so that a misspelled option would start a gateway.
/// </summary>
internal static class SettingArguments
{
    private static readonly string[] Sections = ["Edge", "ReverseProxy", "Kestrel", "Logging"];

    private static readonly string[] Keys = ["AllowedHosts", "urls", "http_ports", "https_ports", "environment", "contentRoot",
        "applicationName"];

    // What people try, having met it elsewhere; the distance of such short words says nothing.
    private static readonly Dictionary<string, string> Meant = new(StringComparer.Ordinal)
    {
        ["-v"] = "--version",
        ["-V"] = "--version",
        ["--v"] = "--version",
        ["-h"] = "--help",
        ["-H"] = "--help",
    };

    /// <summary>What is wrong with the words, as one line for people; null when each of them is a setting with its value.</summary>
    public static string? Mistake(IReadOnlyList<string> words)
    {
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var name = word.Split('=')[0];
            if (!word.StartsWith('-'))
                return $"unknown argument {UserText.Quote(word)} (settings are given as --Edge:Wire:DenyStyle=http)";
            if (!word.StartsWith("--", StringComparison.Ordinal) || !IsSetting(name[2..]))
                return $"unknown option {UserText.Quote(name)}{Hint(name)}";
            if (name.Length < word.Length)
                continue;
            if (++i == words.Count || words[i].StartsWith("--", StringComparison.Ordinal))
                return $"expected a value for {name}, as {name}=VALUE";
        }

        return null;
    }

    private static bool IsSetting(string key)
    {
        var colon = key.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? Keys.Contains(key, StringComparer.OrdinalIgnoreCase) || key.StartsWith("OTEL_", StringComparison.Ordinal)
            : colon < key.Length - 1 && Sections.Contains(key[..colon], StringComparer.OrdinalIgnoreCase);
    }

    private static string Hint(string name)
    {
        if (Meant.TryGetValue(name, out var meant))
            return $" (did you mean '{meant}'?)";
        var (start, rest) = name.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon ? (name[..colon], name[colon..]) : (name, "");
        return Spelling.Nearest(start,
            [.. Sections.Select(section => $"--{section}"), .. Keys.Select(key => $"--{key}"), "--help", "--version"]) is { } nearest
            ? $" (did you mean '{nearest}{rest}'?)"
            : " (settings are read from appsettings.json in the working directory, or given as --Edge:Wire:DenyStyle=http)";
    }
}
