using System.Text.Json;

namespace Edge.Policy.Tests.Shipped;

/// <summary>One row of <c>runpod-table.json</c>: what the default policy promises about one tool of one surface of runpod-mcp.</summary>
internal sealed record TableRow
{
    /// <summary>The tool's exact name.</summary>
    public required string Tool { get; init; }

    /// <summary>Where the tool exists: <c>36</c> (1.2.0 to 1.4.0), <c>68</c> (4.0.0) or <c>hosted</c>.</summary>
    public required string Surface { get; init; }

    /// <summary>
    /// Read, Write, Execute, Financial or Destructive; then <c>S</c> for sensitive results, <c>$</c> for what costs money.
    /// </summary>
    public required string Class { get; init; }

    /// <summary>
    /// <c>60/min</c>, <c>10/min, c4</c> (and four at once), <c>ask</c>, <c>hide</c> or <c>deny</c>; with <c>, asks</c> the good call
    /// needs a person, while harmless ones do not.
    /// </summary>
    public required string Default { get; init; }

    /// <summary>Whether the good call needs a person although not every call of the tool does.</summary>
    public bool Asks => Default.EndsWith(", asks", StringComparison.Ordinal);

    /// <summary>The rules on arguments, as the table words them.</summary>
    public required string[] Rules { get; init; }

    /// <summary>Arguments of a call that keeps every rule.</summary>
    public required JsonElement Good { get; init; }

    /// <summary>Changes to the good call, each of which breaks one rule.</summary>
    public required BadCall[] Bad { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Tool} of {Surface}";
}
