using YamlDotNet.RepresentationModel;

namespace Edge.EndToEnd.Observability;

/// <summary>Short words for looking into YAML.</summary>
internal static class YamlNodeExtensions
{
    /// <summary>A member, or a member of a member.</summary>
    public static YamlNode At(this YamlNode node, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
            node = node.Find(name) ?? throw new InvalidOperationException($"there is no '{name}' in {node}");
        return node;
    }

    /// <summary>A member, also one that was merged in from an anchor; null where there is none.</summary>
    public static YamlNode? Find(this YamlNode node, string name)
    {
        var members = ((YamlMappingNode)node).Children;
        return members.TryGetValue(name, out var found) ? found
            : members.TryGetValue("<<", out var merged) ? merged.Find(name)
            : null;
    }

    /// <summary>The members of a mapping.</summary>
    public static IEnumerable<(string Key, YamlNode Value)> Members(this YamlNode node) =>
        ((YamlMappingNode)node).Children.Select(pair => (pair.Key.Text(), pair.Value));

    /// <summary>The items of a sequence; none where there is nothing.</summary>
    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is null ? [] : ((YamlSequenceNode)node).Children;

    /// <summary>A text.</summary>
    public static string Text(this YamlNode node) => ((YamlScalarNode)node).Value ?? "";
}
