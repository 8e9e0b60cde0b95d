using System.IO.Compression;
using System.Xml.Linq;

namespace Edge.Embedding.Tests.Packages;

/// <summary>The packages as <c>make pack</c> makes them, of what was built for the tests, in a folder of their own.</summary>
public sealed class PackedPackages : IAsyncLifetime
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("edge-packages-");

    /// <summary>The ids of the libraries: each folder of <c>src</c> with a name after <c>Edge</c> is one.</summary>
    public static IReadOnlyList<string> Libraries { get; } =
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "src")).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name.StartsWith("Edge.", StringComparison.Ordinal))
            .Select(name => $"EdgePolicyGateway{name["Edge".Length..]}").Order(StringComparer.Ordinal),
    ];

    /// <summary>The id of the tool.</summary>
    public const string Tool = "EdgePolicyGateway.Tool";

    /// <summary>The version of all of them.</summary>
    public static string Version { get; } = XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>The folder with the packages, which is a source for NuGet.</summary>
    public string Folder => Path.Combine(_root.FullName, "packages");

    /// <summary>The file of a package or, with another ending, of its symbols.</summary>
    public string FileOf(string id, string ending = "nupkg") => Path.Combine(Folder, $"{id}.{Version}.{ending}");

    /// <summary>Opens a package or its symbols.</summary>
    public ZipArchive Open(string id, string ending = "nupkg") => ZipFile.OpenRead(FileOf(id, ending));

    /// <summary>Packs into a folder.</summary>
    public static Task PackAsync(string project, string folder) =>
        DotnetCommand.RunAsync(Repository.Root, "pack", project, "--no-build", "-c", Repository.Configuration, "-v", "quiet", "-o", folder);

    /// <inheritdoc />
    public async ValueTask InitializeAsync() => await PackAsync("Edge.sln", Folder);

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _root.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}
