using Edge.Policy.Matching;

namespace Edge.Policy.Results.Detection;

/// <summary>
/// One kind of secret: how it looks and how to tell it from what looks alike. Data of <c>config/detectors/secrets.json</c>. Immutable.
/// </summary>
internal sealed record Detector
{
    /// <summary>Its name, which stands in replacements and findings.</summary>
    public required string Id { get; init; }

    /// <summary>How it looks, for people.</summary>
    public required string Form { get; init; }

    /// <summary>Where the form is documented.</summary>
    public required string Source { get; init; }

    /// <summary>Texts of which one must occur before the expression is tried there; for pairs, how their names end.</summary>
    public required string[] Literals { get; init; }

    /// <summary>The expression; null for pairs of a name and a value.</summary>
    public LinearRegex? Regex { get; init; }

    /// <summary>How many characters before the literal the expression begins.</summary>
    public int Before { get; init; }

    /// <summary>Whether the character before a match may be a letter, a digit or an underscore.</summary>
    public bool StartsAnywhere { get; init; }

    /// <summary>The expression of what leads to the secret and is kept; null for none.</summary>
    public LinearRegex? Kept { get; init; }

    /// <summary>A text at the end of a match that is kept.</summary>
    public string KeptEnd { get; init; } = "";

    /// <summary>The least bits of a character of the secret; less is a placeholder.</summary>
    public double Bits { get; init; }

    /// <summary>Whether the last six characters may be a checksum of the others; one that is right outweighs <see cref="Bits"/>.</summary>
    public bool HasChecksum { get; init; }

    /// <summary>Texts that it must find; their parts are joined, so that the file holds none of them.</summary>
    public required string[] Positive { get; init; }

    /// <summary>Texts in which it must find nothing.</summary>
    public required string[] Negative { get; init; }
}
