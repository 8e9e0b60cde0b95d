using System.Text.Json;

namespace Edge.Policy.Tests.Shipped;

/// <summary>One call of <c>runpod-legitimate.json</c>: everyday work that no person is asked about.</summary>
internal sealed record RunpodCall
{
    /// <summary>Where the tool has these arguments: <c>36</c> or <c>68</c>.</summary>
    public required string Surface { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>The arguments.</summary>
    public required JsonElement Arguments { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Tool} of {Surface} {Arguments.GetRawText()}";
}
