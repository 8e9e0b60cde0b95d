namespace Edge.Policy.Documents;

/// <summary>One element of <c>deny_if</c> of <c>results</c>.</summary>
/// <param name="Regex">What no text of an answer may match.</param>
/// <param name="OnDeny">What the caller is told; null for the built-in text.</param>
/// <param name="Place">Where the element stands.</param>
internal sealed record ResultDenyDocument(string Regex, string? OnDeny, SourcePlace Place);
