using System.Reflection;

namespace Edge.Architecture.Tests;

/// <summary>The projects of the product, and what each may reference. The picture is in CONTRIBUTING.md.</summary>
internal static class Projects
{
    /// <summary>By project: the projects that it may reference.</summary>
    public static SortedDictionary<string, string[]> References { get; } = new(StringComparer.Ordinal)
    {
        ["Edge"] = ["Edge.Admin", "Edge.Gateway", "Edge.Mcp", "Edge.Policy", "Edge.Stores.Postgres"],
        ["Edge.Admin"] = ["Edge.Gateway", "Edge.Mcp", "Edge.Policy"],
        ["Edge.Gateway"] = ["Edge.Mcp", "Edge.Policy"],
        ["Edge.Mcp"] = [],
        ["Edge.Policy"] = [],
        ["Edge.Stores.Postgres"] = ["Edge.Gateway", "Edge.Policy"],
    };

    /// <summary>By package: the one project that may reference it. Others would bring it to every user of the library.</summary>
    public static IReadOnlyDictionary<string, string> PackageOwners { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["Npgsql"] = "Edge.Stores.Postgres",
        ["OpenTelemetry.Exporter.OpenTelemetryProtocol"] = "Edge",
        ["System.CommandLine"] = "Edge",
        ["Yarp.ReverseProxy"] = "Edge.Gateway",
    };

    /// <summary>The compiled projects.</summary>
    public static IReadOnlyList<Assembly> Assemblies { get; } = [.. References.Keys.Select(name => Assembly.Load(name == "Edge" ? "edge" : name))];

    /// <summary>The root namespaces, the longest first: the one that a namespace begins with is its project's.</summary>
    public static IReadOnlyList<string> RootNamespaces { get; } = [.. References.Keys.OrderByDescending(name => name.Length)];
}
