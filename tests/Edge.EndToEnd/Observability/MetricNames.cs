namespace Edge.EndToEnd.Observability;

/// <summary>
/// What a scraper can rely on in the text of <c>/metrics</c>: each family with its type, and each set of labels that a sample of it has.
/// </summary>
internal static class MetricNames
{
    // Edge's own and those of the MCP conventions. The framework's families come and go with what the process happens to do.
    private static readonly string[] Prefixes = ["edge_", "mcp_", "target_info"];

    /// <summary>The lines <c>name type {labels}</c>, sorted, each once.</summary>
    public static IReadOnlyList<string> Of(string text)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n')
            .Where(line => Prefixes.Any(prefix => line.StartsWith(prefix, StringComparison.Ordinal)
            || line.StartsWith($"# TYPE {prefix}", StringComparison.Ordinal))))
        {
            if (line.StartsWith('#'))
                types.Add(line.Split(' ')[2], line.Split(' ')[3]);
        }

        foreach (var line in text.Split('\n').Where(line => Prefixes.Any(prefix => line.StartsWith(prefix, StringComparison.Ordinal))))
        {
            var name = line[..line.IndexOf('{', StringComparison.Ordinal)];
            names.Add($"{name} {TypeOf(name, types)} {{{string.Join(',', Labels(line).Order(StringComparer.Ordinal))}}}");
        }

        return [.. names];
    }

    private static string TypeOf(string name, Dictionary<string, string> types)
    {
        foreach (var suffix in new[] { "_bucket", "_sum", "_count" })
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal) && types.TryGetValue(name[..^suffix.Length], out var type))
                return type;
        }

        return types.GetValueOrDefault(name, "untyped");
    }

    // Values are quoted, with quotes inside escaped: what stands in front of ="  outside of quotes is a label.
    private static IEnumerable<string> Labels(string line)
    {
        var at = line.IndexOf('{', StringComparison.Ordinal) + 1;
        while (line[at] != '}')
        {
            var equals = line.IndexOf('=', at);
            yield return line[at..equals];
            at = equals + 2;
            while (line[at] != '"')
                at += line[at] == '\\' ? 2 : 1;
            at++;
            if (line[at] == ',')
                at++;
        }
    }
}
