using System.Text.Json;

namespace Edge.Policy.Tests.Cases;

/// <summary>A call and the decision that is expected.</summary>
public sealed record CallCase
{
    public required string What { get; init; }

    public string Method { get; init; } = "tools/call";

    public string? Tool { get; init; }

    /// <summary>The arguments, whose text is sent as it stands in the file.</summary>
    public JsonElement? Arguments { get; init; }

    public string? Grant { get; init; }

    public JsonElement? Labels { get; init; }

    public string? Session { get; init; }

    public string? Address { get; init; }

    public string[] Resources { get; init; } = [];

    public string? Prompt { get; init; }

    public required string Outcome { get; init; }

    public required string Reason { get; init; }

    public required string Rule { get; init; }

    public string Mode { get; init; } = "enforce";

    /// <summary>What the caller is told; not compared when absent.</summary>
    public string? Message { get; init; }

    /// <summary>The charges as <c>pointer cost</c>, with <c>shadow</c> after it; not compared when absent.</summary>
    public string[]? Charges { get; init; }
}
