using System.Text.Json;

namespace Edge.EndToEnd.Observability;

/// <summary>The dashboards of <c>config/grafana/dashboards</c>.</summary>
internal static class ShippedDashboards
{
    /// <summary>The files' names.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.GetFiles(ShippedFiles.Place("grafana/dashboards")).Select(file => Path.GetFileName(file))
        .Order(StringComparer.Ordinal)];

    /// <summary>One dashboard.</summary>
    public static JsonElement Read(string name) => JsonSerializer.Deserialize<JsonElement>(ShippedFiles.Read($"grafana/dashboards/{name}"));

    /// <summary>The panels that show something: all but the rows between them.</summary>
    public static IEnumerable<JsonElement> Panels(JsonElement dashboard) =>
        dashboard.GetProperty("panels").EnumerateArray().Where(panel => panel.GetProperty("type").GetString() != "row");

    /// <summary>Every expression: of panels and of annotations.</summary>
    public static IEnumerable<(string Title, string Expression)> Expressions(JsonElement dashboard) =>
        Panels(dashboard)
        .SelectMany(panel => panel.GetProperty("targets").EnumerateArray()
        .Select(target => (panel.GetProperty("title").GetString()!, target.GetProperty("expr").GetString()!)))
            .Concat(dashboard.GetProperty("annotations").GetProperty("list").EnumerateArray()
            .Select(one => (one.GetProperty("name").GetString()!, one.GetProperty("expr").GetString()!)));

    /// <summary>An expression as Grafana would send it, with everything chosen.</summary>
    public static string Fill(string expression) => expression
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal)
        .Replace("$__range", "5m", StringComparison.Ordinal)
        .Replace("$server", ".*", StringComparison.Ordinal);
}
