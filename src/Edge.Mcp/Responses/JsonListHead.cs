namespace Edge.Mcp.Responses;

/// <summary>What the head of an answer says about its body.</summary>
/// <param name="StatusCode">The HTTP status; outside 200 to 299 a result is withheld.</param>
/// <param name="ContentType">All values of <c>Content-Type</c>, joined by commas; null when absent.</param>
/// <param name="ContentEncoding">All values of <c>Content-Encoding</c>, joined by commas; null when absent.</param>
/// <param name="ContentLength">The announced length in bytes; null when absent.</param>
internal readonly record struct JsonListHead(int StatusCode, string? ContentType, string? ContentEncoding, long? ContentLength);
