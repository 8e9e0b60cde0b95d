using YamlDotNet.RepresentationModel;

namespace Edge.EndToEnd.Observability;

/// <summary>The files of <c>config/</c>, as they are shipped.</summary>
internal static class ShippedFiles
{
    /// <summary>The place of a file.</summary>
    public static string Place(string name) => Path.Combine(Repository.Root, "config", name);

    /// <summary>The text of a file.</summary>
    public static string Read(string name) => File.ReadAllText(Place(name));

    /// <summary>The one document of a YAML file.</summary>
    public static YamlMappingNode Yaml(string name)
    {
        var stream = new YamlStream();
        using var reader = new StringReader(Read(name));
        stream.Load(reader);
        return (YamlMappingNode)Assert.Single(stream.Documents).RootNode;
    }
}
