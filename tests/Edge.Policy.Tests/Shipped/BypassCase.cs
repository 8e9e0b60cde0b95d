using System.Text.Json;

namespace Edge.Policy.Tests.Shipped;

/// <summary>One case of <c>runpod-bypasses.json</c>: a call that gets past a naive gateway, and what the policy says to it.</summary>
internal sealed record BypassCase
{
    /// <summary>What is tried.</summary>
    public required string Case { get; init; }

    /// <summary>The tool's name as sent.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments as sent.</summary>
    public required JsonElement Arguments { get; init; }

    /// <summary>The written form of the expected reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The expected place in the policy.</summary>
    public required string Rule { get; init; }
}
