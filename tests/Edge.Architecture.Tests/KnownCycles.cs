namespace Edge.Architecture.Tests;

/// <summary>The uses that close cycles between folders today. A test fails when an entry is no longer needed.</summary>
internal static class KnownCycles
{
    /// <summary>Without these uses the folders depend on each other in one direction.</summary>
    public static IReadOnlySet<Dependency> All { get; } = new HashSet<Dependency>
    {
        new("Edge.Policy/Evaluation", "Edge.Policy/Compilation"),
        new("Edge.Policy/Evaluation", "Edge.Policy/Limits"),
        new("Edge.Policy/Compilation", "Edge.Policy/Limits"),
        new("Edge/Grants", "Edge/Enforcement"),
        new("Edge/Grants", "Edge/Enforcement/Answers"),
        new("Edge/Stores", "Edge/Telemetry"),
        new("Edge/Approvals", "Edge/Enforcement"),
        new("Edge/Approvals", "Edge/Enforcement/Denials"),
        new("Edge/Approvals", "Edge/Telemetry"),
        new("Edge/Enforcement/Denials", "Edge/Enforcement"),
        new("Edge/Enforcement/Forwarding", "Edge/Enforcement"),
        new("Edge/Enforcement/Forwarding", "Edge/Enforcement/Answers"),
        new("Edge/Enforcement/Forwarding", "Edge/Telemetry"),
        new("Edge/Enforcement/Answers", "Edge/Enforcement"),
        new("Edge/Enforcement/Answers", "Edge/Telemetry"),
        new("Edge/Enforcement", "Edge/Telemetry"),
        new("Edge/Enforcement", "Edge/Watching"),
        new("Edge/Watching", "Edge/Telemetry"),
    };
}
