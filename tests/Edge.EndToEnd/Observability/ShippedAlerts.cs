using System.Text.RegularExpressions;

namespace Edge.EndToEnd.Observability;

/// <summary>The alerts of <c>config/prometheus/alerts.yml</c>.</summary>
internal static partial class ShippedAlerts
{
    /// <summary>Name and expression of each.</summary>
    public static IReadOnlyList<(string Name, string Expression)> All { get; } =
        [.. ShippedFiles.Yaml("prometheus/alerts.yml").At("groups").Items().SelectMany(group => group.At("rules").Items())
            .Select(rule => (rule.At("alert").Text(), rule.At("expr").Text()))];

    /// <summary>How long an alert waits before it fires.</summary>
    [GeneratedRegex(@"for: \w+")]
    public static partial Regex Patience();
}
