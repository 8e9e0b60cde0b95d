using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Edge.EndToEnd.Observability;

/// <summary>What <c>config/compose.yaml</c> says, as its readers need it.</summary>
internal static partial class Compose
{
    /// <summary>The file.</summary>
    public static YamlMappingNode File { get; } = ShippedFiles.Yaml("compose.yaml");

    /// <summary>The services by name.</summary>
    public static IReadOnlyDictionary<string, YamlNode> Services { get; } =
        File.At("services").Members().ToDictionary(service => service.Key, service => service.Value);

    /// <summary>The environment of a service, variables replaced by their defaults.</summary>
    public static IReadOnlyDictionary<string, string> Environment(string service) => Services[service].At("environment").Members()
        .ToDictionary(one => one.Key, one => Variable().Replace(one.Value.Text(), static match => match.Groups["default"].Value));

    /// <summary>The mounts of a service: from, to, and whether it may only be read.</summary>
    public static IEnumerable<(string From, string To, bool ReadOnly)> Mounts(YamlNode service) => service.Find("volumes").Items()
        .Select(mount => mount.Text().Split(':')).Select(parts => (parts[0], parts[1], parts.ElementAtOrDefault(2) == "ro"));

    [GeneratedRegex(@"\$\{\w+:-(?<default>[^}]*)\}")]
    private static partial Regex Variable();
}
