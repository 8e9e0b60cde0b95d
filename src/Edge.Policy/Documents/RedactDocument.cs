namespace Edge.Policy.Documents;

/// <summary>One element of <c>redact</c>: the name of a detector, or a name and an expression of the policy's own.</summary>
/// <param name="Name">The name, which replacements say.</param>
/// <param name="Regex">The expression; null for a detector, or for <c>secrets</c>, which is all of them.</param>
/// <param name="Place">Where the element stands.</param>
internal sealed record RedactDocument(string Name, string? Regex, SourcePlace Place);
