namespace Edge.Admin.OpenApi;

/// <summary>A part of an endpoint's address.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Text">What it is.</param>
internal sealed record ParameterDescription(string Name, string Text)
{
    /// <summary>The type as JSON Schema names it; a string by default.</summary>
    public string Type { get; init; } = "string";

    /// <summary>The only values it may have; empty for any.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The least number; null for no bound.</summary>
    public int? Least { get; init; }

    /// <summary>The greatest number; null for no bound, or one that depends on the settings.</summary>
    public int? Most { get; init; }
}
