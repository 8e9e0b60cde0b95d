using System.Text.Json;

namespace Edge.Policy.Tests.Cases;

/// <summary>A policy with the calls that are tried on it, as written in a file of this folder.</summary>
public sealed record DecisionCase
{
    public required string Name { get; init; }

    public required JsonElement Policy { get; init; }

    public CallCase[] Calls { get; init; } = [];

    public ListingCase[] Listings { get; init; } = [];

    /// <summary>
    /// Groups of calls, by their <see cref="CallCase.What"/>: within a group every first charge has one key, between groups none.
    /// </summary>
    public string[][] Counts { get; init; } = [];
}
