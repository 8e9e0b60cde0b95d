using System.Reflection;
using System.Xml.Linq;
using Edge.Testing;

namespace Edge.Architecture.Tests;

/// <summary>The projects of the product, and what each may reference. The picture is in CONTRIBUTING.md.</summary>
internal static class Projects
{
    /// <summary>By project: the projects that it may reference.</summary>
    public static SortedDictionary<string, string[]> References { get; } = new(StringComparer.Ordinal)
    {
        ["Edge"] = ["Edge.Admin", "Edge.Gateway", "Edge.Mcp", "Edge.Policy", "Edge.Stores.Postgres", "Edge.Stores.Redis",
            "Edge.Stores.Sqlite"],
        ["Edge.Admin"] = ["Edge.Gateway", "Edge.Mcp", "Edge.Policy"],
        ["Edge.Gateway"] = ["Edge.Mcp", "Edge.Policy"],
        ["Edge.Mcp"] = [],
        ["Edge.Policy"] = [],
        ["Edge.Stores.Postgres"] = ["Edge.Gateway", "Edge.Policy"],
        ["Edge.Stores.Redis"] = ["Edge.Gateway", "Edge.Policy"],
        ["Edge.Stores.Sqlite"] = ["Edge.Gateway", "Edge.Policy"],
    };

    /// <summary>By package: the one project that may reference it. Others would bring it to every user of the library.</summary>
    public static IReadOnlyDictionary<string, string> PackageOwners { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Microsoft.Data.Sqlite.Core"] = "Edge.Stores.Sqlite",
        ["Npgsql"] = "Edge.Stores.Postgres",
        ["StackExchange.Redis"] = "Edge.Stores.Redis",
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = "Edge",
        ["SQLitePCLRaw.bundle_e_sqlite3"] = "Edge.Stores.Sqlite",
        ["System.CommandLine"] = "Edge",
        ["Yarp.ReverseProxy"] = "Edge.Gateway",
    };

    /// <summary>The projects that a project references, as its project file states.</summary>
    public static IReadOnlyList<string> ReferencesOf(string project) =>
        [.. Items(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r))];

    /// <summary>The values of <c>Include</c> of all items of a kind in a project file.</summary>
    public static IEnumerable<string> Items(string project, string item) =>
        XDocument.Parse(Repository.Read("src", project, $"{project}.csproj"))
            .Descendants(item).Select(e => (string?)e.Attribute("Include")).OfType<string>();

    /// <summary>The compiled projects.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [.. References.Keys.Select(name => Assembly.Load(name == "Edge" ? "edge" : name))];

    /// <summary>The root namespaces, the longest first: the one that a namespace begins with is its project's.</summary>
    public static IReadOnlyList<string> RootNamespaces { get; } = [.. References.Keys.OrderByDescending(name => name.Length)];
}
