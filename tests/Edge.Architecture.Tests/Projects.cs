using System.Reflection;

namespace Edge.Architecture.Tests;

/// <summary>The projects of the product, and what each may reference. The picture is in CONTRIBUTING.md.</summary>
internal static class Projects
{
    /// <summary>By project: the projects that it may reference.</summary>
    public static SortedDictionary<string, string[]> References { get; } = new(StringComparer.Ordinal)
    {
        ["Edge.Policy"] = [],
        ["Edge"] = ["Edge.Policy"],
    };

    /// <summary>By package: the one project that may reference it. Others would bring it to every user of the library.</summary>
    public static IReadOnlyDictionary<string, string> PackageOwners { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Npgsql"] = "Edge",
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = "Edge",
        ["System.CommandLine"] = "Edge",
        ["Yarp.ReverseProxy"] = "Edge",
    };

    /// <summary>The compiled projects.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. new[] { "edge", "Edge.Policy" }.Select(Assembly.Load)];

    /// <summary>The root namespaces, the longest first: the one that a namespace begins with is its project's.</summary>
    public static IReadOnlyList<string> RootNamespaces { get; } = [.. References.Keys.OrderByDescending(name => name.Length)];
}
