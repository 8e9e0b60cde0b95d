namespace Edge.Architecture.Tests;

/// <summary>The uses that close cycles between folders today. A test fails when an entry is no longer needed.</summary>
internal static class KnownCycles
{
    /// <summary>Without these uses the folders depend on each other in one direction.</summary>
    public static IReadOnlySet<Dependency> All { get; } = new HashSet<Dependency>
    {
    };
}
