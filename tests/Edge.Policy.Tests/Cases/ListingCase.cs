using System.Text.Json;

namespace Edge.Policy.Tests.Cases;

/// <summary>Something that a list of the server has, and whether callers may see it. One of the three names is set.</summary>
public sealed record ListingCase
{
    public string? Tool { get; init; }

    public string? Resource { get; init; }

    public string? Prompt { get; init; }

    public string? Grant { get; init; }

    public JsonElement? Labels { get; init; }

    public required bool Listed { get; init; }
}
